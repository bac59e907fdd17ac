import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { closeToOthers } from '@tenantry/cdk-local/base/owner-only';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { OPERATOR_SCOPE } from '../functions/shared/contract/permissions.ts';

/**
 * The claims of a token. One without `reseller` and `partner` acts for the platform operator, and
 * has the scope `operator`.
 */
export interface TokenRequest {
  readonly permissions: readonly string[];
  readonly reseller?: string;
  readonly partner?: number;
  /** `local-operator` unless given. */
  readonly subject?: string;
  /** One hour unless given. */
  readonly expiresInSeconds?: number;
}

/** The token issuer of the local runtime: tokens it mints verify against its key set. */
export interface Issuer {
  jwks(): { readonly keys: readonly JWK[] };
  /** An ES256 JWT; rejects when a value is out of range. */
  mintToken(request: TokenRequest): Promise<string>;
}

/** The key's file and its drafts. */
const KEY_FILES = /^signing-key\.json(?:\..*)?$/;

/** The `iss` and `aud` of local tokens. */
export const localIssuerClaims = { issuer: 'https://local.tenantry.test', audience: 'tenantry' } as const;

/** `.tenantry` in the working directory: what the runtime keeps between starts. */
export const defaultStateDir = resolve('.tenantry');

/**
 * Opens the issuer whose ES256 key lies in `<stateDir>/signing-key.json`, made on first use;
 * processes that start together agree on one key. The folder is closed to other users of the
 * machine (modes 0700 and 0600).
 */
export const openIssuer = async (stateDir: string = defaultStateDir): Promise<Issuer> => {
  const file = join(stateDir, 'signing-key.json');
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  closeToOthers(stateDir, KEY_FILES);
  const key = readKey(file) ?? (await createKey(file));
  const { d: _private, ...publicKey } = key;
  const signingKey = await importJWK(key, 'ES256');

  return {
    jwks: () => ({ keys: [publicKey] }),
    async mintToken({ permissions, reseller, partner, subject = 'local-operator', expiresInSeconds = 3600 }) {
      const now = Math.floor(Date.now() / 1000);
      const bindings = {
        ...(reseller === undefined ? {} : { reseller_id: reseller }),
        ...(partner === undefined ? {} : { partner_id: partner }),
      };
      const isBound = Object.keys(bindings).length > 0;
      return new SignJWT({ permissions: [...permissions, ...(isBound ? [] : [OPERATOR_SCOPE])], ...bindings })
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: String(key.kid) })
        .setIssuer(localIssuerClaims.issuer)
        .setAudience(localIssuerClaims.audience)
        .setSubject(subject)
        .setIssuedAt(now)
        .setExpirationTime(now + expiresInSeconds)
        .sign(signingKey);
    },
  };
};

const createKey = async (file: string): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const key: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
  // `git add .` in a project that does not ignore the folder would take the key along.
  writeFileSync(join(dirname(file), '.gitignore'), '*\n');
  // A link appears with all its content or not at all, and fails when another process was first.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(key), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
    return key;
  } catch (error) {
    const winner = readKey(file);
    if (!winner) throw error;
    return winner;
  } finally {
    rmSync(draft, { force: true });
  }
};

const readKey = (file: string): JWK | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`Cannot read the signing key ${file}: remove it to have a new one made`, { cause: error });
  }
};
