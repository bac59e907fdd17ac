import { httpsUrl, text } from './values.ts';

/** The issuer whose tokens are accepted, and their claims. */
export const jwt = {
  type: 'object',
  additionalProperties: false,
  required: ['issuer', 'audience', 'jwksUri'],
  description: 'Your own [issuer](identity.md#an-issuer-of-your-own) of tokens. Without it the installation has a Cognito user pool.',
  examples: [{ issuer: 'https://id.acme.test', audience: 'tenantry', jwksUri: 'https://id.acme.test/.well-known/jwks.json' }],
  properties: {
    issuer: { ...httpsUrl, description: 'The `iss` of accepted tokens, character by character.' },
    audience: { ...text, description: 'The `aud` of accepted tokens.' },
    jwksUri: { ...httpsUrl, description: 'The address of its key set, often `<issuer>/.well-known/jwks.json`.' },
    resellerClaim: { ...text, default: 'reseller_id', description: 'The claim that binds a token to a reseller.' },
    partnerClaim: { ...text, default: 'partner_id', description: 'The claim that binds a token to a partner.' },
    clockToleranceSeconds: {
      type: 'integer',
      minimum: 0,
      maximum: 300,
      default: 30,
      description: 'How far the clocks of issuer and AWS may differ when `exp` and `nbf` are checked.',
    },
    permissionsClaim: {
      ...text,
      pattern: '^\\S+$',
      description: 'The only claim with permissions, instead of `permissions`, `scope` and `scp`.',
    },
    operatorScope: {
      ...text,
      pattern: '^\\S+$',
      description:
        'The scope, such as `operator`, that an unbound token needs to act for the operator. Set it: without it every unbound token of the issuer acts on all tenants.',
    },
  },
} as const;
