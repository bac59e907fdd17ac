/**
 * Verifies a Tenantry webhook. One file without dependencies: copy it. It needs Web Crypto with
 * Ed25519 and runs on Node.js from 20, Deno, Bun and Cloudflare Workers. What is signed, and test
 * vectors for other languages: docs/events.md.
 */

/**
 * A JSON Web Key Set (RFC 7517), as `/.well-known/webhook-keys.json` answers it; keys of other
 * kinds are passed over.
 */
export interface KeySet {
  readonly keys: readonly { readonly kty: string; readonly kid?: string; readonly crv?: string; readonly x?: string }[];
}

/** Gives the key set for a webhook whose signatures name these key ids; see `fetchKeys`. */
export type KeySource = (kids: readonly string[]) => Promise<KeySet>;

type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * A webhook that is what the installation published: use these values, not those that came beside
 * them.
 */
export interface VerifiedWebhook {
  /** The id of the event: the same on every retry, redelivery and replay of it. */
  readonly id: string;
  /**
   * The tenant of the event: `/resellers/<id>`, `/partners/<root>/…/<id>`, or `/`; `null` when the
   * signature is of `v1a`, which does not cover it.
   */
  readonly tenant: string | null;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** RFC 3339 UTC with milliseconds. */
  readonly triggeredAt: string;
  /** True when `seen` says so: answer 2xx and do nothing. */
  readonly repeated: boolean;
  /**
   * True for a test of the endpoint (`POST /v3/webhooks/{id}/test`), whose data is made up: answer
   * 2xx and do nothing.
   */
  readonly test: boolean;
}

export interface VerifyOptions {
  /**
   * The endpoint's token, the second factor: `Webhook-Token` must be it, or one of several while it
   * is replaced. `null` turns the check off.
   */
  readonly token: string | readonly string[] | null;
  /** Asked, of a verified webhook only, whether this event was handled before. */
  readonly seen?: (id: string) => boolean | Promise<boolean>;
  /**
   * RFC 3339: signatures of the version before, `v1a`, are taken of events that were triggered
   * before this time; by default of none.
   */
  readonly v1aBefore?: string;
}

/** The body as received. A parsed body does not show whether a member was there twice. */
export type WebhookBody = string | ArrayBuffer | ArrayBufferView | object;

/**
 * `missing-header`: no `Webhook-Signature`, no `Webhook-Id` or `Webhook-Tenant` that is one, no
 * `Webhook-Token`; `unknown-key`: no key of the set is named.
 */
export type WebhookFault = 'missing-header' | 'malformed-signature' | 'malformed-body' | 'unknown-key' | 'bad-signature' | 'bad-token';

/**
 * Thrown for a webhook that is not to be trusted. Any other error says that nothing is known, such
 * as keys that could not be fetched.
 */
export class WebhookVerificationError extends Error {
  readonly code: WebhookFault;

  constructor(code: WebhookFault, message: string) {
    super(message);
    this.name = 'WebhookVerificationError';
    this.code = code;
  }
}

const fault = (code: WebhookFault, message: string) => new WebhookVerificationError(code, message);

const [MOST_BODY, MOST_HEADER] = [1_048_576, 512];

/**
 * Verifies a webhook by its headers and its body; rejects with a `WebhookVerificationError` when it
 * is not to be trusted, and with a `TypeError` when `token` was left out: a missing variable of the
 * environment must not turn the check off.
 */
export const verifyWebhook = async (
  headers: Headers | HeaderValues,
  body: WebhookBody,
  keys: KeySet | KeySource,
  options: VerifyOptions,
): Promise<VerifiedWebhook> => {
  const { token, seen = () => false, v1aBefore = '' }: Partial<VerifyOptions> = Object(options);
  if (token !== null) await requireToken(headers, typeof token === 'string' ? [token] : token);
  // Without a dot in them there is one way only to read what was signed.
  const id = header(headers, 'webhook-id', /^[\w-]{1,64}$/);
  const value = header(headers, 'webhook-signature');
  const { text, payload } = readBody(body);
  const isBefore = !value.includes('t1,') && Date.parse(payload.triggeredAt) < Date.parse(v1aBefore);
  const taken = value.length > MOST_HEADER ? [] : value.split(' ').flatMap((part) => signatureOf(part, isBefore ? 'v1a' : 't1'));
  if (taken.length === 0) throw fault('malformed-signature', 'Webhook-Signature holds no signature of the version t1');
  const tenant = isBefore ? null : header(headers, 'webhook-tenant', /^[\w/ -]{1,512}$/);
  const { keys: known } = typeof keys === 'function' ? await keys(taken.map(({ kid }) => kid)) : keys;
  await requireOne(taken, known, new TextEncoder().encode(tenant === null ? `${id}.${text}` : `t1.${id}.${tenant}.${text}`));
  return { id, tenant, ...payload, repeated: await seen(id), test: id.startsWith('test-') };
};

const requireToken = async (headers: Headers | HeaderValues, tokens: unknown): Promise<void> => {
  const isGiven = Array.isArray(tokens) && tokens.length > 0 && tokens.every((token) => typeof token === 'string' && token !== '');
  if (!isGiven) throw new TypeError('the option token is required: the token of the endpoint, a list of tokens, or null to check none');
  const given = header(headers, 'webhook-token');
  const verdicts = await Promise.all(tokens.map((token) => sameText(given, token)));
  if (!verdicts.includes(true)) throw fault('bad-token', 'the token is another');
};

const FORMS = { t1: /^t1,([\w-]{16})\.([A-Za-z0-9+/]{86}==)$/, v1a: /^v1a,([\w-]{16}),([A-Za-z0-9+/]{86}==)$/ } as const;

// Other versions may stand beside those that are known.
const signatureOf = (part: string, version: keyof typeof FORMS) => {
  const [, kid, encoded] = FORMS[version].exec(part) ?? [];
  return kid === undefined || encoded === undefined ? [] : [{ kid, bytes: bytesOf(encoded) }];
};

// Every signature by a known key is verified, in parallel, before one is judged: how long it takes
// tells nothing of which one held.
const requireOne = async (signatures: ReturnType<typeof signatureOf>, known: KeySet['keys'], signed: Bytes): Promise<void> => {
  const pairs = signatures.flatMap(({ kid, bytes }) =>
    known.filter((key) => key.kid === kid).flatMap(({ kty, crv, x }) => (kty === 'OKP' && crv === 'Ed25519' && x ? [{ x, bytes }] : [])),
  );
  if (pairs.length === 0) throw fault('unknown-key', 'no signature is by a key of the set');
  const verdicts = await Promise.all(pairs.map(({ x, bytes }) => verifies(x, bytes, signed)));
  if (!verdicts.includes(true)) throw fault('bad-signature', 'no signature is of this id, this tenant and this body');
};

const verifies = async (x: string, signature: Bytes, signed: Bytes): Promise<boolean> => {
  const raw = bytesOf(x.replaceAll('-', '+').replaceAll('_', '/'));
  const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'Ed25519' }, key, signature, signed);
};

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

type Bytes = ReturnType<typeof bytesOf>;

const readBody = (body: WebhookBody) => {
  try {
    // A body may be of another realm, whose ArrayBuffer is not an instance of this one's.
    const isBytes = ArrayBuffer.isView(body) || Object.prototype.toString.call(body) === '[object ArrayBuffer]';
    if (isBytes && (body as ArrayBuffer).byteLength > MOST_BODY) throw new RangeError('too long');
    const given = isBytes ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body as ArrayBuffer) : body;
    if (typeof given === 'string' && given.length > MOST_BODY) throw new RangeError('too long');
    const value: unknown = typeof given === 'string' ? JSON.parse(given.replace(/^\uFEFF/, '')) : given;
    const text = canonical(value);
    if (text.length > MOST_BODY) throw new RangeError('too long');
    // JSON.parse keeps the last of two members of one name, other parsers the first.
    if (typeof given === 'string' && membersIn(given) !== membersIn(text)) throw new TypeError('a member is there twice');
    return { text, payload: payloadOf(value) };
  } catch {
    throw fault('malformed-body', 'the body is not the JSON of a webhook');
  }
};

// Outside of strings a colon stands behind each name and nowhere else.
const membersIn = (json: string): number =>
  json
    .replace(/\\./g, '')
    .replace(/"[^"]*"/g, '')
    .split(':').length;

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
  if (!isText && !Number.isFinite(value) && typeof value !== 'boolean' && value !== null) throw new TypeError('not JSON');
  return JSON.stringify(value);
};

// Frameworks have classes of their own for headers.
const isHeaders = (headers: Headers | HeaderValues): headers is Headers => typeof headers.get === 'function';

const header = (headers: Headers | HeaderValues, name: string, pattern = /./): string => {
  const value = isHeaders(headers) ? headers.get(name) : Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  const text = typeof value === 'object' && value?.length === 1 ? value[0] : value;
  if (typeof text !== 'string' || !pattern.test(text)) throw fault('missing-header', `there is no ${name}, or none that is one`);
  return text;
};

// Digests have one length and tell nothing of how much of the token is right.
const sameText = async (one: string, other: string): Promise<boolean> => {
  const digest = async (text: string) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([digest(one), digest(other)]);
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
};

// `now` in milliseconds.
type FetchOptions = { readonly fetch?: typeof fetch; readonly now?: () => number };

const [SECOND, MINUTE, FRESH, STALE] = [1000, 60_000, 300_000, 3_600_000];

/**
 * Keys of an installation, by the address of its key set. They are kept for five minutes, fetched
 * again for an unknown key at most once a minute, and used for an hour while the address does not
 * answer.
 */
export const fetchKeys = (url: string, { fetch: get = fetch, now = Date.now }: FetchOptions = {}): KeySource => {
  let kept: { readonly set: KeySet; readonly at: number } | undefined;
  let asking: { readonly done: Promise<void>; readonly at: number } | undefined;
  const ask = async (): Promise<void> => {
    const answer = await get(url, { redirect: 'error', signal: AbortSignal.timeout(5000) });
    const set = JSON.parse(await readText(answer)) as KeySet;
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

// A timeout alone does not bound how much arrives until then.
const readText = async ({ body }: Response): Promise<string> => {
  const [reader, decoder] = [body?.getReader(), new TextDecoder()];
  let [text, length] = ['', 0];
  while (reader) {
    const { value } = await reader.read();
    if (value === undefined) break;
    length += value.byteLength;
    text += decoder.decode(value, { stream: true });
    if (length <= MOST_BODY) continue;
    await reader.cancel();
    throw new RangeError('the key set is too long');
  }
  return text + decoder.decode();
};
