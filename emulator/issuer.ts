import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { TokenRequest } from './token-server.ts';

/** An issuer of the suite, for an emulator whose Cognito the suite cannot lead the functions to. */
export interface Issuer {
  /** Answers for its host with the key set. */
  readonly site: RequestListener;
  issue(request: TokenRequest): Promise<string>;
}

export const ISSUER_HOST = 'identity.example.com';

const claims = { issuer: `https://${ISSUER_HOST}`, audience: 'tenantry', jwksUri: `https://${ISSUER_HOST}/.well-known/jwks.json` };

/** The configuration of the issuer, as `-c` options. */
export const ISSUER_CONTEXT: readonly string[] = Object.entries(claims).map(([name, value]) => `tenantry:jwt.${name}=${value}`);

/** Creates an issuer with its own key. */
export const createIssuer = async (): Promise<Issuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test-deploy', alg: 'ES256', use: 'sig' }] });
  return {
    site: (_, response) => response.setHeader('content-type', 'application/json').end(keys),
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
