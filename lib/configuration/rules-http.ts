import type { Rule } from './rule.ts';

const needsDomain: Rule = (_, { domain, disableDefaultEndpoint }) =>
  disableDefaultEndpoint && domain === undefined
    ? [{ key: 'disableDefaultEndpoint', value: true, allowed: 'must be false without a domain: the API could not be reached at all' }]
    : [];

// Only the domain requires a certificate.
const noWayAround: Rule = (_, { domain, disableDefaultEndpoint }) =>
  domain?.mutualTls && !disableDefaultEndpoint
    ? [
        {
          key: 'disableDefaultEndpoint',
          value: false,
          allowed: 'must be true with domain.mutualTls: callers without a certificate would be let in by the default endpoint',
        },
      ]
    : [];

const allOrSome: Rule = (_, { cors }) =>
  cors?.allowOrigins.includes('*') && cors.allowOrigins.length > 1
    ? [{ key: 'cors.allowOrigins', value: cors.allowOrigins, allowed: 'must be origins or * alone' }]
    : [];

/** The rules of the keys of the HTTP API. */
export const httpRules: readonly Rule[] = [needsDomain, noWayAround, allOrSome];
