import { OPERATOR_SCOPE, RESOURCE_SERVER } from '../../../functions/shared/contract/permissions.ts';
import { type Finding, ok, skip, warn } from '../finding.ts';
import { type DeployedFunction, findSetting } from './functions.ts';

/**
 * Checks that a token needs a scope to act for the operator, and not only the absence of a tenant.
 */
export const checkOperatorScope = (functions: readonly DeployedFunction[]): Finding => {
  if (findSetting(functions, 'JWT_PROFILE') === 'cognito') return requireScope(`${RESOURCE_SERVER}/${OPERATOR_SCOPE}`);
  const setting = findSetting(functions, 'JWT_OPERATOR_SCOPE');
  if (setting === undefined) return skip('no function has the setting JWT_OPERATOR_SCOPE');
  const scope = JSON.parse(setting) as string | null;
  return scope === null ? warnOfUnbound() : requireScope(scope);
};

const requireScope = (scope: string): Finding => ok(`a token without a tenant needs ${scope}`);

const warnOfUnbound = (): Finding =>
  warn(
    'every token of the issuer that is bound to no tenant acts for the operator',
    'Give the tokens of the operator a scope, and set jwt.operatorScope to it.',
    'docs/identity.md#unbound-tokens',
  );
