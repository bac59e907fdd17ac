import { ResourceServerScope } from 'aws-cdk-lib/aws-cognito';
import { CONTRACTS } from '../../functions/operations.ts';
import { OPERATOR_SCOPE, PERMISSIONS, type Permission } from '../../functions/shared/contract/permissions.ts';

/**
 * Returns a scope for every permission, described by what it allows, and one by which a client acts
 * for the operator.
 */
export const identityScopes = (): readonly ResourceServerScope[] => [
  ...PERMISSIONS.map((permission) => new ResourceServerScope({ scopeName: permission, scopeDescription: describe(permission) })),
  new ResourceServerScope({
    scopeName: OPERATOR_SCOPE,
    scopeDescription: 'Acts for the platform operator, on every tenant. Never for a client of a reseller or partner.',
  }),
];

const MAX_LENGTH = 256;

const describe = (permission: Permission): string =>
  CONTRACTS.filter(({ access }) => access !== 'public' && access.permission === permission)
    .map(({ summary }) => summary)
    .join(' · ')
    .slice(0, MAX_LENGTH);
