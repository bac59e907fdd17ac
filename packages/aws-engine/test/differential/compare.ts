import type { Outcome } from './outcome.ts';
import { type Reaction, type Received, startService } from './scripted-service.ts';

export type Service = Awaited<ReturnType<typeof startService>>;

/** One call with what happens to its attempts. */
export interface Scenario {
  readonly reactions: readonly Reaction[];
  /** Makes the call; the first argument says by whom. */
  readonly call: (by: 'sdk' | 'engine') => Promise<Outcome>;
}

// Each says by itself what it is, has ids of its own, and the time, which may pass between them.
const OWN_HEADERS = new Set([
  'user-agent',
  'x-amz-user-agent',
  'amz-sdk-invocation-id',
  'x-amz-date',
  'connection',
  'content-length',
  'x-amz-content-sha256',
]);
const OWN_SIGNED = new Set(['x-amz-user-agent']);

// Each makes its own token when a call has none.
const tokenOf = (token: unknown): unknown =>
  typeof token === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(token) ? 'a UUID' : token;

/** The whole hours between now and the time in a header, such as `20261130T005959Z`. */
const hoursAway = (date: string): number => {
  const time = date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5');
  // Never -0.
  return Math.round((Date.parse(time) - Date.now()) / 3_600_000) + 0;
};

/** The parts of a request that both must send equally. */
const comparable = ({ method, path, headers, signedHeaders, body }: Received) => {
  const { ClientRequestToken, ...members } = body === 'not read' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>);
  return {
    method,
    path,
    signedHeaders: signedHeaders.split(';').filter((name) => !OWN_SIGNED.has(name)),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name))),
    hoursAway: hoursAway(headers['x-amz-date'] ?? ''),
    token: tokenOf(ClientRequestToken),
    members,
  };
};

const isOneCall = (received: readonly Received[]): boolean => {
  const bodies = received.map(({ body }) => body).filter((body) => body !== 'not read');
  return new Set(bodies).size <= 1 && new Set(received.map(({ headers }) => headers['amz-sdk-invocation-id'])).size <= 1;
};

/** Makes a call with the SDK and with the engine, and returns both sides of the comparison. */
export const compare = async (service: Service, { reactions, call }: Scenario) => {
  const sides = [];
  for (const by of ['sdk', 'engine'] as const) {
    const { outcome, received } = await service.record(reactions, () => call(by));
    sides.push({ outcome, requests: received.map(comparable), isOneCall: isOneCall(received), faults: [...service.faults] });
  }
  const [sdk, engine] = sides;
  return { sdk, engine };
};

export { startService };
