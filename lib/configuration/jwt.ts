import { httpsUrl, text } from './values.ts';

/** Whose tokens are accepted, and which of their claims are read. */
export const jwt = {
  type: 'object',
  additionalProperties: false,
  required: ['issuer', 'audience', 'jwksUri'],
  description:
    'An issuer of your own: whose tokens are accepted, and which of their claims are read. Without it the installation has a Cognito user pool.',
  examples: [{ issuer: 'https://id.acme.test', audience: 'tenantry', jwksUri: 'https://id.acme.test/.well-known/jwks.json' }],
  properties: {
    issuer: { ...httpsUrl, description: 'The `iss` of accepted tokens, to the character.' },
    audience: { ...text, description: 'The `aud` of accepted tokens.' },
    jwksUri: { ...httpsUrl, description: "Where the issuer publishes its key set; often the issuer's `/.well-known/jwks.json`." },
    resellerClaim: { ...text, default: 'reseller_id', description: 'The claim that binds a token to one reseller.' },
    partnerClaim: { ...text, default: 'partner_id', description: 'The claim that binds a token to one partner.' },
    clockToleranceSeconds: {
      type: 'integer',
      minimum: 0,
      maximum: 300,
      default: 30,
      description: "By how many seconds the issuer's clock may differ from that of AWS when `exp` and `nbf` are checked.",
    },
    permissionsClaim: {
      ...text,
      pattern: '^\\S+$',
      description: 'The one claim that holds permissions; when absent they are read from `permissions`, `scope` and `scp`.',
    },
    operatorScope: {
      ...text,
      pattern: '^\\S+$',
      description:
        'The scope that a token without a tenant needs to act for the operator, such as `operator`. Recommended: without it every token of the issuer that is bound to no tenant acts on all of them.',
    },
  },
} as const;
