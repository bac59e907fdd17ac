import type { ServiceLimits } from './limit.ts';

const QUOTAS = 'Cognito developer guide, "Quotas in Amazon Cognito"';
const read = '2026-11';

/** The limits of the user pool that an installation without an issuer of its own has. */
export const COGNITO = {
  appClients: {
    name: 'App clients per user pool',
    value: 1000,
    unit: 'clients',
    adjustable: true,
    source: QUOTAS,
    read,
    enforced: 'not here',
    seen: '`tenantry client` cannot make another.',
  },
  clientScopes: {
    name: 'Scopes per app client',
    value: 50,
    unit: 'scopes',
    adjustable: false,
    source: QUOTAS,
    read,
    enforced: 'there are 14 permissions in all',
    seen: 'Nothing: it is not reached.',
  },
} as const satisfies ServiceLimits;
