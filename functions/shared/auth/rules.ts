import { type Caller, isBound } from '../contract/caller.ts';
import { OPERATOR_SCOPE } from '../contract/permissions.ts';
import { Refusal } from '../contract/problems.ts';
import type { Setting } from '../runtime.ts';
import { BINDING_CLAIMS, type ClaimNames, type Claims, callerOf, scopesOf } from './claims.ts';

/** The issuers whose tokens are accepted, and the caller of a verified token. */
export interface TokenRules {
  readonly issuers: readonly TrustedIssuer[];
  /**
   * Returns the caller.
   * @throws {Error} when the token is from the issuer, but not meant for this API
   */
  readonly callerOf: (claims: Claims) => Caller;
}

interface TrustedIssuer {
  readonly issuer: string;
  /**
   * `null` when tokens have none: then `callerOf` decides whether a token is meant for this API.
   */
  readonly audience: string | null;
  readonly jwksUri: string;
}

/** Returns the rules of the installation's issuer, whose kind is `JWT_PROFILE`. */
export const tokenRules = (setting: Setting): TokenRules => {
  const profile = setting('JWT_PROFILE');
  if (profile === 'oidc') return ownIssuer(setting);
  if (profile === 'cognito') return cognito(setting);
  throw new Error(`JWT_PROFILE is ${profile}, which is no profile`);
};

const ownIssuer = (setting: Setting): TokenRules => {
  const audience = setting('JWT_AUDIENCE');
  const names = {
    reseller: setting('JWT_RESELLER_CLAIM'),
    partner: setting('JWT_PARTNER_CLAIM'),
    permissions: setting('JWT_PERMISSIONS_CLAIMS').split(' '),
    prefixes: ['', 'tenantry/', `${audience}/`],
  };
  const operatorScope = JSON.parse(setting('JWT_OPERATOR_SCOPE')) as string | null;
  return {
    issuers: [{ issuer: setting('JWT_ISSUER'), audience, jwksUri: setting('JWKS_URI') }],
    callerOf: (claims) => requireExplicitCaller(claims, names, operatorScope),
  };
};

/**
 * Returns the caller of a token that is bound to a tenant, or has the operator scope where that is
 * required.
 */
const requireExplicitCaller = (claims: Claims, names: ClaimNames, operatorScope: string | null): Caller => {
  const caller = callerOf(claims, names);
  if (operatorScope === null || isBound(caller) || scopesOf(claims, names)(operatorScope)) return caller;
  throw new Refusal('token-invalid', `The token is bound to no tenant and does not hold the scope ${names.prefixes[0]}${operatorScope}.`);
};

/**
 * Access tokens of Cognito have no audience; the scopes of the resource server show that one is
 * meant for this API. An unbound one must have the operator scope. So a client that nobody has
 * bound yet, or a pool without its trigger, is no operator by mistake.
 */
const cognito = (setting: Setting): TokenRules => {
  const prefix = `${setting('JWT_RESOURCE_SERVER')}/`;
  const names = { ...BINDING_CLAIMS, permissions: ['scope'], prefixes: [prefix] };
  const [issuer, jwksUri] = [setting('JWT_ISSUER'), setting('JWKS_URI')];
  return {
    issuers: [
      { issuer, audience: null, jwksUri },
      { issuer: withUpdatedIssuer(issuer), audience: null, jwksUri: withUpdatedIssuer(jwksUri) },
    ],
    callerOf: (claims) => {
      if (claims.token_use !== 'access') throw new Error('the token is no access token');
      return requireExplicitCaller(claims, names, OPERATOR_SCOPE);
    },
  };
};

/** Returns the second of the two names of a user pool, its `IssuerConfiguration`. */
const withUpdatedIssuer = (url: string): string => url.replace('://cognito-idp.', '://issuer-cognito-idp.');
