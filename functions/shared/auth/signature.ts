import { JwtInvalidSignatureError } from 'aws-jwt-verify/error';
import type { JwksCache } from 'aws-jwt-verify/jwk';
import type { DecomposedJwt } from 'aws-jwt-verify/jwt';
import { JwtVerifierBase, type JwtVerifierProperties } from 'aws-jwt-verify/jwt-verifier';
import type { KeySet } from './key-set.ts';

/** The checks of the library besides the signature. */
type Checks = {
  audience: string | null;
  /** The permitted difference of the clocks, in seconds. */
  graceSeconds: number;
};

type SignatureRules = Checks & { readonly issuer: string; readonly jwksUri: string };

// The library's verifier for a decomposed token: its own entry refuses a list of scopes before
// anything is verified.
class PartsVerifier extends JwtVerifierBase<Checks, JwtVerifierProperties<Checks>, false> {
  readonly #rules: SignatureRules;

  constructor(rules: SignatureRules, keys: JwksCache) {
    super(rules, keys);
    this.#rules = rules;
  }

  async verifyParts(parts: DecomposedJwt): Promise<void> {
    await this.verifyDecomposedJwt(parts, this.#rules.jwksUri, this.#rules);
  }
}

/**
 * Creates a verifier that the issuer has signed a token; it also checks the issuer, audience and
 * times once more.
 * @throws the library's errors, or a `Refusal` of the key set
 */
export const signatureVerifier = (rules: SignatureRules, keys: KeySet) => {
  const verifier = new PartsVerifier(rules, keysFor(keys));
  return async (parts: DecomposedJwt): Promise<void> => {
    const { header } = parts;
    if (header.kid !== undefined) return verifier.verifyParts(parts);
    const key = await keys.keyOf(header);
    try {
      await verifier.verifyParts(parts);
    } catch (error) {
      // A token without a `kid` does not show that it is signed with a new key.
      if (!(error instanceof JwtInvalidSignatureError)) throw error;
      await keys.search();
      if ((await keys.keyOf(header)) === key) throw error;
      await verifier.verifyParts(parts);
    }
  };
};

// Without a `kid` the library does not keep a key that it has read, because another may replace it
// under the same name.
const keysFor = ({ keyOf }: KeySet): JwksCache => ({
  getJwk: async (_, { header }) => ({ ...(await keyOf(header)), kid: '' }),
  getJwks: unused,
  getCachedJwk: unused,
  addJwks: unused,
});

const unused = (): never => {
  throw new Error('keys are only asked for one by one');
};
