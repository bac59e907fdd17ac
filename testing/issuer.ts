import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/**
 * Signs any header and any claims, also those that no library would sign; claims given as a text
 * are sent as they are.
 */
export const signToken = async (key: CryptoKey, header: object, claims: object | string): Promise<string> => {
  const input = `${part(header)}.${part(claims)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
};

/** Starts a token issuer: its key set on a loopback server, and tokens signed with its key. */
export const startIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' };
  let reads = 0;
  let published: readonly JWK[] | undefined = [jwk];
  const server = createServer((_, response) => {
    reads += 1;
    if (published) response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
    else response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  const issuer = 'https://issuer.example.com';
  return {
    issuer,
    jwksUri,
    privateKey,
    jwk,
    reads: () => reads,
    /** Publishes other keys from now on; without any its key set is out of order. */
    publish: (keys: readonly JWK[] | undefined) => {
      published = keys;
    },
    environment: {
      JWT_PROFILE: 'oidc',
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: 'tenantry',
      JWKS_URI: jwksUri,
      JWT_RESELLER_CLAIM: 'reseller_id',
      JWT_PARTNER_CLAIM: 'partner_id',
      JWT_PERMISSIONS_CLAIMS: 'permissions scope scp',
      JWT_CLOCK_TOLERANCE_SECONDS: '30',
      JWT_OPERATOR_SCOPE: 'null',
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
