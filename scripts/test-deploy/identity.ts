import { createServer, type RequestListener } from 'node:http';
import { parseArgs } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { onLoopback } from './loopback.ts';

/** The identity provider that the deployed configuration names. */
export interface Identity {
  /** Answers for its host: the key set. */
  readonly site: RequestListener;
  /** A shell command for TOKEN_COMMAND. */
  readonly tokenCommand: string;
  stop(): Promise<void>;
}

interface Claims {
  readonly issuer: string;
  readonly audience: string;
}

/** Opens an identity provider with a key of its own, which mints a token for whoever asks on loopback. */
export const openIdentity = async ({ issuer, audience }: Claims): Promise<Identity> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test-deploy', alg: 'ES256', use: 'sig' }] });
  const mint = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
    new SignJWT({ sub: 'operator', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'test-deploy' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(privateKey);
  const minting = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '', 'http://any').searchParams.get('ask') ?? '';
    response.end(await mint(claimsOf(asked.split(' '))));
  });
  const { port, stop } = await onLoopback(minting);

  return {
    site: (_, response) => response.setHeader('content-type', 'application/json').end(keys),
    tokenCommand: `mint() { curl -sfG --noproxy '*' --data-urlencode "ask=$*" http://127.0.0.1:${port}/; }; mint`,
    stop,
  };
};

const text = { type: 'string' } as const;

const claimsOf = (args: string[]): Readonly<Record<string, unknown>> => {
  const { permissions = '', reseller, partner } = parseArgs({ args, options: { permissions: text, reseller: text, partner: text } }).values;
  return {
    permissions: permissions.split(','),
    ...(reseller === undefined ? {} : { reseller_id: reseller }),
    ...(partner === undefined ? {} : { partner_id: Number(partner) }),
  };
};
