import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { TokenRequest } from './token-desk.ts';

/** An identity provider of the operator's own, for an emulator whose Cognito the suite cannot lead the functions to. */
export interface OwnIssuer {
  /** Answers for its host with the key set. */
  readonly site: RequestListener;
  /** What the configuration says of it, as `-c` options. */
  readonly context: readonly string[];
  issue(request: TokenRequest): Promise<string>;
}

/** Makes one, with a key of its own. */
export const ownIssuer = async (host: string): Promise<OwnIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test-deploy', alg: 'ES256', use: 'sig' }] });
  const claims = { issuer: `https://${host}`, audience: 'tenantry', jwksUri: `https://${host}/.well-known/jwks.json` };
  return {
    site: (_, response) => response.setHeader('content-type', 'application/json').end(keys),
    context: Object.entries(claims).map(([name, value]) => `tenantry:jwt.${name}=${value}`),
    issue: ({ permissions, reseller, partner }) =>
      new SignJWT({
        ...{ sub: 'operator', permissions: [...permissions] },
        ...(reseller !== undefined && { reseller_id: reseller }),
        ...(partner !== undefined && { partner_id: Number(partner) }),
      })
        .setProtectedHeader({ alg: 'ES256', kid: 'test-deploy' })
        .setIssuer(claims.issuer)
        .setAudience(claims.audience)
        .setExpirationTime('1h')
        .sign(privateKey),
  };
};
