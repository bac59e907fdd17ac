import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** A token issuer of a test's own: its key set on a loopback server, and tokens signed with its key. */
export const startIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' };
  let reads = 0;
  const server = createServer((_, response) => {
    reads += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  const issuer = 'https://issuer.example.com';
  return {
    issuer,
    jwksUri,
    privateKey,
    reads: () => reads,
    environment: {
      JWT_PROFILE: 'oidc',
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: 'tenantry',
      JWKS_URI: jwksUri,
      JWT_RESELLER_CLAIM: 'reseller_id',
      JWT_PARTNER_CLAIM: 'partner_id',
      JWT_PERMISSIONS_CLAIMS: 'permissions scope scp',
    },
    token: (claims: JWTPayload = {}): Promise<string> =>
      new SignJWT({ sub: 'operator', iss: issuer, aud: 'tenantry', exp: Math.floor(Date.now() / 1000) + 300, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
        .sign(privateKey),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
