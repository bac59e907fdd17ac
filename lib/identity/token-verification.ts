import type { Configuration } from '../configuration/configuration-schema.ts';
import { jwt as jwtSchema } from '../configuration/jwt.ts';
import type { Identity } from './identity.ts';

/**
 * The settings with which a function verifies tokens; functions/shared/auth/rules.ts reads them.
 */
export type TokenVerification = Readonly<Record<string, string>>;

/**
 * Returns the settings of the issuer that the configuration names, or of the installation's own
 * user pool.
 */
export const verificationOf = ({ jwt }: Configuration, identity: Identity | undefined): TokenVerification => {
  if (jwt) {
    return {
      JWT_PROFILE: 'oidc',
      JWT_ISSUER: jwt.issuer,
      JWT_AUDIENCE: jwt.audience,
      JWKS_URI: jwt.jwksUri,
      JWT_RESELLER_CLAIM: jwt.resellerClaim,
      JWT_PARTNER_CLAIM: jwt.partnerClaim,
      JWT_PERMISSIONS_CLAIMS: jwt.permissionsClaim ?? 'permissions scope scp',
      JWT_CLOCK_TOLERANCE_SECONDS: String(jwt.clockToleranceSeconds),
      // JSON, because a variable must have a value.
      JWT_OPERATOR_SCOPE: JSON.stringify(jwt.operatorScope ?? null),
    };
  }
  if (!identity) throw new Error('an installation without an issuer of its own needs a user pool');
  return {
    JWT_PROFILE: 'cognito',
    JWT_ISSUER: identity.issuer,
    JWKS_URI: `${identity.issuer}/.well-known/jwks.json`,
    JWT_RESOURCE_SERVER: identity.resourceServer,
    JWT_CLOCK_TOLERANCE_SECONDS: String(jwtSchema.properties.clockToleranceSeconds.default),
  };
};
