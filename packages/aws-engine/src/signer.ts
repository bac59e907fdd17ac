import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AnsweredError } from './errors.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Credentials, or a function that returns them for each request. */
export type CredentialSource = Credentials | (() => Promise<Credentials>);

/**
 * Reads the credentials that Lambda passes in the environment, for each request: renewed ones are
 * used at once.
 */
export const environmentCredentials = async (): Promise<Credentials> => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
  if (!accessKeyId || !secretAccessKey) {
    throw Object.assign(new Error('Unable to find environment variable credentials.'), { name: 'CredentialsProviderError' });
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};

/** SHA-256, or with a key its HMAC, as the signer calls it. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(key?: unknown) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key as string | Uint8Array);
  }

  update(data: unknown): void {
    this.#hash.update(data as string | Uint8Array);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

export interface SignerOptions {
  readonly service: string;
  readonly region: string;
  readonly credentials: CredentialSource;
}

// A service refuses a signature that is more than five minutes from its clock.
const SKEWED_MS = 240_000;

/**
 * Creates the signer of a client. It follows the clock of the service, and marks an error that may
 * be due to the clock of this machine, so that the call is retried.
 */
export const requestSigner = (options: SignerOptions) => {
  const signer = new SignatureV4({ ...options, sha256: Sha256 as never });
  let offset = 0;
  const follow = ({ headers }: HttpResponse): void => {
    const time = Date.parse(headers.date ?? '');
    // A cache says the time of the answer that it has stored.
    if (headers.age === undefined && !Number.isNaN(time)) offset = time - Date.now();
  };

  /** Signs a request, and sends it with the function. */
  return async <T extends { readonly response: HttpResponse }>(
    request: HttpRequest,
    send: (signed: HttpRequest) => Promise<T>,
  ): Promise<T> => {
    const before = offset;
    const signed = await signer.sign({ ...request, query: {} } as never, { signingDate: new Date(Date.now() + offset) });
    try {
      const answer = await send(signed as unknown as HttpRequest);
      follow(answer.response);
      return answer;
    } catch (thrown) {
      const error = thrown as AnsweredError;
      if (error.$response) follow(error.$response);
      if (error.$metadata && error.$response && Math.abs(offset) >= SKEWED_MS && offset !== before) {
        error.$metadata.clockSkewCorrected = true;
      }
      throw error;
    }
  };
};
