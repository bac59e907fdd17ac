import type { Claims } from './claims.ts';
import { type Token, tokenInvalid } from './token.ts';

/**
 * Refuses what the issuer signed for another purpose, where that is visible. Issuers mark their
 * access tokens differently, and many do not, so only what no access token has is refused.
 * @throws {Refusal}
 */
export const requireAccessToken = ({ parts: { header }, claims }: Token): void => {
  if (!isType(header.typ) || isMarkedOtherwise(claims) || hasForeignClaim(claims) || hasNonceOnly(header.typ, claims)) {
    throw tokenInvalid('The token is no access token but one of another kind, such as an ID token.');
  }
};

// RFC 9068, 4, requires `at+jwt`; Okta has its own name for it. Auth0, Entra ID and Keycloak send
// `JWT` (RFC 7519, 5.1) by default; Cognito sends no type (developer guide, "Understanding the
// access token"). Any other type is another kind (RFC 8725, 3.11).
const ACCESS_TOKEN_TYPES = ['at+jwt', 'okta-internal-at+jwt'];

const isType = (typ: unknown): boolean => typ === undefined || isAccessTokenType(typ) || shortOf(typ) === 'jwt';

const isAccessTokenType = (typ: unknown): boolean => ACCESS_TOKEN_TYPES.includes(shortOf(typ));

// RFC 7515, 4.1.9: media types are compared without regard to case, and `application/` may be left
// out.
const shortOf = (typ: unknown): string => (typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '');

// Cognito: `token_use` is `access` or `id` (developer guide, "Understanding user pool JSON web
// tokens"). Keycloak has the kind in the claim `typ`, `Bearer` for an access token (its TokenUtil).
const isMarkedOtherwise = ({ token_use, typ }: Claims): boolean =>
  token_use === 'id' || (typeof typ === 'string' && KEYCLOAK_KINDS.includes(typ.toLowerCase()));

const KEYCLOAK_KINDS = ['id', 'refresh', 'offline', 'logout'];

// OpenID Connect Core 1.0, 3.1.3.6 and 3.3.2.11: hashes of the access token and of the code that an
// ID token came with. FAPI 1.0, part 2, 5.1: of the state. RFC 8417, 2.2: `events` makes a security
// event token, such as a logout token.
const FOREIGN_CLAIMS = ['at_hash', 'c_hash', 's_hash', 'events'];

const hasForeignClaim = (claims: Claims): boolean => FOREIGN_CLAIMS.some((name) => Object.hasOwn(claims, name));

// OpenID Connect Core 1.0, section 2: `nonce` belongs to ID tokens; Entra ID has it in no other.
// But Keycloak repeated it in access tokens before version 25, and still can (upgrading guide,
// "Nonce claim is only added to the ID token"). Any other sign of an access token outweighs it.
const hasNonceOnly = (typ: unknown, claims: Claims): boolean =>
  Object.hasOwn(claims, 'nonce') &&
  !isAccessTokenType(typ) &&
  claims.token_use !== 'access' &&
  !(typeof claims.typ === 'string' && claims.typ.toLowerCase() === 'bearer') &&
  !['scope', 'scp'].some((name) => Object.hasOwn(claims, name));
