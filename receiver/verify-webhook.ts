/**
 * Verifies a Tenantry webhook. One file without dependencies: copy it. It needs Web Crypto with Ed25519 and runs on Node.js from 20, Deno, Bun and
 * Cloudflare Workers. What is signed, and test vectors for other languages: docs/webhooks.md.
 */

/** A JSON Web Key Set (RFC 7517), as `/.well-known/webhook-keys.json` answers it; keys of other kinds are passed over. */
export interface KeySet {
  readonly keys: readonly { readonly kty: string; readonly kid?: string; readonly crv?: string; readonly x?: string }[];
}

/** Gives the key set for a webhook whose signatures name these key ids; see `fetchKeys`. */
export type KeySource = (kids: readonly string[]) => Promise<KeySet>;

type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A webhook that is what the installation published: use these values, not those that came beside them. */
export interface VerifiedWebhook {
  /** The id of the event: the same on every retry, redelivery and replay of it. */
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** RFC 3339 UTC with milliseconds. */
  readonly triggeredAt: string;
  /** True when `seen` says so: answer 2xx and do nothing. */
  readonly repeated: boolean;
  /** True for a test of the endpoint (`POST /v3/webhooks/{id}/test`), whose data is made up: answer 2xx and do nothing. */
  readonly test: boolean;
}

export interface VerifyOptions {
  /** Asked, of a verified webhook only, whether this event was handled before. */
  readonly seen?: (id: string) => boolean | Promise<boolean>;
  /** The endpoint's token, the second factor: `Webhook-Token` must be it, or one of several while it is replaced. */
  readonly token?: string | readonly string[];
}

/** `missing-header`: no `Webhook-Signature`, no `Webhook-Id` that is an id, or no `Webhook-Token` where it is asked for; `unknown-key`: no signature names a key of the set. */
export type WebhookFault = 'missing-header' | 'malformed-signature' | 'malformed-body' | 'unknown-key' | 'bad-signature' | 'bad-token';

/** Thrown for a webhook that is not to be trusted. Any other error says that nothing is known, such as keys that could not be fetched. */
export class WebhookVerificationError extends Error {
  readonly code: WebhookFault;

  constructor(code: WebhookFault, message: string) {
    super(message);
    this.name = 'WebhookVerificationError';
    this.code = code;
  }
}

const MOST_BODY = 1_048_576;
const MOST_HEADER = 512;

/** Verifies a webhook by its headers and its body (text, bytes or parsed); throws a `WebhookVerificationError`. */
export const verifyWebhook = async (
  headers: Headers | HeaderValues,
  body: string | Uint8Array | object,
  keys: KeySet | KeySource,
  { seen = () => false, token }: VerifyOptions = {},
): Promise<VerifiedWebhook> => {
  if (token !== undefined) await requireToken(header(headers, 'webhook-token'), typeof token === 'string' ? [token] : token);
  const id = header(headers, 'webhook-id');
  // Without a dot in it there is one way only to read what was signed.
  if (!/^[\w-]{1,64}$/.test(id)) throw fault('missing-header', 'webhook-id is not the id of an event');
  const signatures = signaturesIn(header(headers, 'webhook-signature'));
  const { text, payload } = readBody(body);
  const { keys: known } = typeof keys === 'function' ? await keys(signatures.map(({ kid }) => kid)) : keys;
  await requireOne(signatures, known, new TextEncoder().encode(`${id}.${text}`));
  return { id, ...payload, repeated: await seen(id), test: id.startsWith('test-') };
};

const requireToken = async (given: string, tokens: readonly string[]): Promise<void> => {
  const verdicts = await Promise.all(tokens.map((token) => sameText(given, token)));
  if (!verdicts.includes(true)) throw fault('bad-token', 'the token is another');
};

interface Signature {
  readonly kid: string;
  readonly bytes: Bytes;
}

const signaturesIn = (value: string): readonly Signature[] => {
  const found = value.length > MOST_HEADER ? [] : value.split(' ').flatMap(signatureOf);
  if (found.length === 0) throw fault('malformed-signature', 'Webhook-Signature holds no signature of the version v1a');
  return found;
};

// Other versions may stand beside those that are known.
const signatureOf = (part: string): readonly Signature[] => {
  const [, kid, encoded] = /^v1a,([\w-]{16}),([A-Za-z0-9+/]{86}==)$/.exec(part) ?? [];
  return kid === undefined || encoded === undefined ? [] : [{ kid, bytes: bytesOf(encoded) }];
};

// Every signature by a known key is verified, in parallel, before one is judged: how long it takes tells nothing of which one held.
const requireOne = async (signatures: readonly Signature[], known: KeySet['keys'], signed: Bytes): Promise<void> => {
  const pairs = signatures.flatMap(({ kid, bytes }) =>
    known.filter((key) => key.kid === kid).flatMap(({ kty, crv, x }) => (kty === 'OKP' && crv === 'Ed25519' && x ? [{ x, bytes }] : [])),
  );
  if (pairs.length === 0) throw fault('unknown-key', 'no signature is by a key of the set');
  const verdicts = await Promise.all(pairs.map(({ x, bytes }) => verifies(x, bytes, signed)));
  if (!verdicts.includes(true)) throw fault('bad-signature', 'no signature is of this id and this body');
};

const verifies = async (x: string, signature: Bytes, signed: Bytes): Promise<boolean> => {
  const raw = bytesOf(x.replaceAll('-', '+').replaceAll('_', '/'));
  const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'Ed25519' }, key, signature, signed);
};

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

type Bytes = ReturnType<typeof bytesOf>;

const readBody = (body: string | Uint8Array | object) => {
  try {
    if ((typeof body === 'string' || body instanceof Uint8Array) && body.length > MOST_BODY) throw new RangeError('too long');
    const given = body instanceof Uint8Array ? new TextDecoder('utf-8', { fatal: true }).decode(body) : body;
    const value: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    const text = canonical(value);
    if (text.length > MOST_BODY) throw new RangeError('too long');
    return { text, payload: payloadOf(value) };
  } catch {
    throw fault('malformed-body', 'the body is not the JSON of a webhook');
  }
};

const payloadOf = (value: unknown) => {
  const { event, data, triggeredAt } = value as Readonly<Record<string, unknown>>;
  if (typeof event !== 'string' || typeof triggeredAt !== 'string' || typeof data !== 'object' || data === null) throw new TypeError();
  return { event, data: data as VerifiedWebhook['data'], triggeredAt };
};

/** The canonical form of a JSON value (RFC 8785); throws for what has none. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).sort((one, other) => (one < other ? -1 : 1));
    return `{${names.map((name) => `${canonical(name)}:${canonical((value as Record<string, unknown>)[name])}`).join(',')}}`;
  }
  const isText = typeof value === 'string' && !/\p{Surrogate}/u.test(value);
  if (!(isText || Number.isFinite(value) || typeof value === 'boolean' || value === null)) throw new TypeError('not JSON');
  return JSON.stringify(value);
};

const header = (headers: Headers | HeaderValues, name: string): string => {
  const value = isHeaders(headers) ? headers.get(name) : Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  const text = typeof value === 'object' && value?.length === 1 ? value[0] : value;
  if (typeof text !== 'string' || text === '') throw fault('missing-header', `there is no ${name}`);
  return text;
};

// Frameworks have classes of their own.
const isHeaders = (headers: Headers | HeaderValues): headers is Headers => typeof headers.get === 'function';

// Digests have one length and tell nothing of how much of the token is right.
const sameText = async (one: string, other: string): Promise<boolean> => {
  const digest = async (text: string) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([digest(one), digest(other)]);
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
};

const fault = (code: WebhookFault, message: string) => new WebhookVerificationError(code, message);

interface FetchOptions {
  readonly fetch?: typeof fetch;
  /** Milliseconds. */
  readonly now?: () => number;
}

const [SECOND, MINUTE, FRESH, STALE] = [1000, 60_000, 300_000, 3_600_000];

/**
 * Keys of an installation, by the address of its key set. They are kept for five minutes, fetched again for an unknown key at most once a minute, and
 * used for an hour while the address does not answer.
 */
export const fetchKeys = (url: string, { fetch: get = fetch, now = Date.now }: FetchOptions = {}): KeySource => {
  let kept: { readonly set: KeySet; readonly at: number } | undefined;
  let asking: { readonly done: Promise<void>; readonly at: number } | undefined;
  const ask = async (): Promise<void> => {
    const answer = await get(url, { redirect: 'error', signal: AbortSignal.timeout(5000) });
    const set = (await answer.json()) as KeySet;
    if (!answer.ok || !Array.isArray(set.keys)) throw new Error(`the address of the keys answered ${answer.status}, and no key set`);
    kept = { set, at: now() };
  };
  return async (kids) => {
    const isKnown = kept?.set.keys.some(({ kid }) => kid !== undefined && kids.includes(kid));
    const isDue = !isKnown || !kept || now() - kept.at > FRESH;
    if (isDue && (!asking || now() - asking.at >= (kept ? MINUTE : SECOND))) asking = { done: ask(), at: now() };
    await asking?.done.catch((cause: unknown) => {
      if (!kept || now() - kept.at > STALE) throw new Error('the keys could not be fetched', { cause });
    });
    return kept?.set ?? { keys: [] };
  };
};
