import { createHash, createHmac, createSecretKey, type Hash, type Hmac, hash, type KeyObject } from 'node:crypto';
import { ALGORITHM_IDENTIFIER, createScope, getCanonicalHeaders, getSigningKey, SignatureV4Base } from '@smithy/signature-v4';
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

/**
 * Signs a request by the parts of the SDK's signer. Its class signs events and addresses, too,
 * which is 6 KB that no function can use.
 */
class RequestSigner extends SignatureV4Base {
  // A key is good for a day, as long as the credentials are the same.
  #key: { readonly of: string; readonly value: KeyObject } | undefined;

  constructor(options: SignerOptions) {
    super({ ...options, sha256: Sha256 as never });
  }

  async sign(request: HttpRequest, time: Date): Promise<HttpRequest> {
    const [credentials, region] = [await this.credentialProvider(), await this.regionProvider()];
    this.validateResolvedCredentials(credentials);
    const { longDate, shortDate } = this.formatDate(time);
    const payloadHash = hash('sha256', request.body);
    const headers = {
      ...request.headers,
      'x-amz-date': longDate,
      ...(credentials.sessionToken && { 'x-amz-security-token': credentials.sessionToken }),
      'x-amz-content-sha256': payloadHash,
    };
    const signable = { ...request, headers, query: {} } as never;
    const canonicalHeaders = getCanonicalHeaders(signable);
    const scope = createScope(shortDate, region, this.service);
    const canonicalRequest = this.createCanonicalRequest(signable, canonicalHeaders, payloadHash);
    const text = `${ALGORITHM_IDENTIFIER}\n${longDate}\n${scope}\n${hash('sha256', canonicalRequest)}`;
    const signature = createHmac('sha256', await this.#keyOf(credentials, shortDate, region))
      .update(text)
      .digest('hex');
    const authorization = [
      `${ALGORITHM_IDENTIFIER} Credential=${credentials.accessKeyId}/${scope}`,
      `SignedHeaders=${this.getCanonicalHeaderList(canonicalHeaders)}`,
      `Signature=${signature}`,
    ].join(', ');
    return { ...request, headers: { ...headers, authorization } };
  }

  // Node takes a text or bytes for a key by trial and error: as much as the signature itself.
  async #keyOf(credentials: Credentials, shortDate: string, region: string): Promise<KeyObject> {
    const of = `${shortDate} ${region} ${credentials.accessKeyId} ${credentials.secretAccessKey}`;
    if (this.#key?.of !== of) {
      const bytes = await getSigningKey(this.sha256, credentials, shortDate, region, this.service);
      this.#key = { of, value: createSecretKey(bytes) };
    }
    return this.#key.value;
  }
}

// A service refuses a signature that is more than five minutes from its clock.
const SKEWED_MS = 240_000;

/**
 * Creates the signer of a client. It follows the clock of the service, and marks an error that may
 * be due to the clock of this machine, so that the call is retried.
 */
export const requestSigner = (options: SignerOptions) => {
  const signer = new RequestSigner(options);
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
    const signed = await signer.sign(request, new Date(Date.now() + offset));
    try {
      const answer = await send(signed);
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
