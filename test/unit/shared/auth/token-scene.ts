import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';
import { tokenVerifier } from '../../../../functions/shared/auth/bearer.ts';
import { startIssuer } from '../../../../testing/issuer.ts';

/** An issuer with a published key, and another key (`key-2`) that is not published. */
export interface TokenScene {
  readonly issuer: Awaited<ReturnType<typeof startIssuer>>;
  readonly other: { readonly jwk: JWK; readonly key: CryptoKey };
  /** Publishes the first key, and creates a verifier without a memory; the clock is in ms. */
  readonly newVerifier: (clock: () => number) => ReturnType<typeof tokenVerifier>;
}

/** Starts an issuer; the caller stops it. */
export const startTokenScene = async (): Promise<TokenScene> => {
  const issuer = await startIssuer();
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const environment: Readonly<Record<string, string>> = issuer.environment;
  return {
    issuer,
    other: { jwk: { ...(await exportJWK(publicKey)), kid: 'key-2' }, key: privateKey },
    newVerifier(clock) {
      issuer.publish([issuer.jwk]);
      return tokenVerifier((name) => environment[name] ?? '', clock);
    },
  };
};
