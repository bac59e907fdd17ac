import { type Caller, isBound } from '../contract/caller.ts';
import { OPERATOR_SCOPE } from '../contract/permissions.ts';
import { Refusal } from '../contract/problems.ts';
import type { Setting } from '../runtime.ts';
import { BINDING_CLAIMS, type ClaimNames, type Claims, callerOf, scopesOf } from './claims.ts';

/** Whose tokens are taken, and who calls with one that is verified. */
export interface TokenRules {
  readonly issuers: readonly TrustedIssuer[];
  /** Throws when the token is of the issuer, but not one of ours. */
  readonly callerOf: (claims: Claims) => Caller;
}

interface TrustedIssuer {
  readonly issuer: string;
  /** `null` where tokens have none: then `callerOf` decides whether a token is meant for this API. */
  readonly audience: string | null;
  readonly jwksUri: string;
}

/** The rules of the installation's issuer: `JWT_PROFILE` says of which kind it is. */
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
    callerOf: (claims) => explicitCaller(claims, names, operatorScope),
  };
};

/** The caller of a token that is bound to a tenant, or says that it acts for the operator where that takes a scope. */
const explicitCaller = (claims: Claims, names: ClaimNames, operatorScope: string | null): Caller => {
  const caller = callerOf(claims, names);
  if (operatorScope === null || isBound(caller) || scopesOf(claims, names)(operatorScope)) return caller;
  throw new Refusal('token-invalid', `The token is bound to no tenant and does not hold the scope ${names.prefixes[0]}${operatorScope}.`);
};

/**
 * Access tokens of Cognito have no audience: what says that one is meant for this API are the scopes of its resource server. One that is bound to no
 * tenant must say that it acts for the operator, so that a client which nobody has bound yet, or a pool without its trigger, is no operator by mistake.
 */
const cognito = (setting: Setting): TokenRules => {
  const prefix = `${setting('JWT_RESOURCE_SERVER')}/`;
  const names = { ...BINDING_CLAIMS, permissions: ['scope'], prefixes: [prefix] };
  const [issuer, jwksUri] = [setting('JWT_ISSUER'), setting('JWKS_URI')];
  return {
    issuers: [
      { issuer, audience: null, jwksUri },
      { issuer: updated(issuer), audience: null, jwksUri: updated(jwksUri) },
    ],
    callerOf: (claims) => {
      if (claims.token_use !== 'access') throw new Error('the token is no access token');
      return explicitCaller(claims, names, OPERATOR_SCOPE);
    },
  };
};

/** A user pool names itself in one of two ways, its `IssuerConfiguration`; both are the same pool. */
const updated = (url: string): string => url.replace('://cognito-idp.', '://issuer-cognito-idp.');
