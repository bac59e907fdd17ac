import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, isList, type Json, objectOf, type Request } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import { send } from '../shared/send.ts';

/** One attempt at a request, as it went over the wire. */
export interface Attempt {
  readonly from: number;
  readonly to: number;
  /** Absent when the connection broke or the client gave up. */
  readonly answer: (Answer & { readonly text: string; readonly headers: Readonly<Record<string, string>> }) | undefined;
}

export interface Sender {
  readonly url: string;
  readonly authorization: () => string;
}

/** Milliseconds since 1970 of a clock that is not set back. */
export const now = (): number => performance.timeOrigin + performance.now();

/** After this an answer does not come any more: the gateway gives up after 30 seconds. */
export const GIVE_UP_MS = 40_000;

/** Sends a request once; `giveUpMs` loses its answer on purpose. */
export const attempt = async (
  { url, authorization }: Sender,
  { method, path, body, ifMatch, basic }: Request,
  headers: Readonly<Record<string, string>>,
  giveUpMs = GIVE_UP_MS,
): Promise<Attempt> => {
  const from = now();
  const signed = basic ? `Basic ${Buffer.from(`${basic.userName}:${basic.password}`).toString('base64')}` : authorization();
  const own = { ...headers, authorization: signed, ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }) };
  try {
    const answered = await send({ method, url: url + path, headers: own, body, signal: AbortSignal.timeout(giveUpMs) });
    return { from, to: now(), answer: { ...answered, body: (answered.body ?? {}) as Json } };
  } catch {
    return { from, to: now(), answer: undefined };
  }
};

/**
 * Whether an answer says what became of the request: 5xx may have been done, and one that was not
 * taken (429) says nothing. That of a batch says it when each row does.
 */
export const isDefinite = ({ answer }: Attempt): boolean =>
  answer !== undefined && tells(answer.status) && resultsOf(answer).every(({ status }) => tells(status));

const tells = (status: number): boolean => status < 500 && status !== 429;

/** The answer of a batch for one of its rows. */
interface Result {
  readonly status: number;
  readonly body: Json;
  readonly replayed?: boolean;
}

/** Returns the results of the rows of a batch; none for another answer. */
export const resultsOf = (answer: Answer): readonly Result[] =>
  answer.status === 207 ? (objectOf(answer).results as readonly Result[]) : [];

/** Whether one of the attempts was answered with success. */
export const isAcknowledged = (attempts: readonly Attempt[]): boolean =>
  attempts.some(({ answer }) => answer !== undefined && answer.status < 300);

/** Sends a request until its outcome is known; it must be one that may be sent again. */
export const insist = async (
  sender: Sender,
  request: Request,
  headers: Readonly<Record<string, string>>,
  { random, goOn }: { readonly random: Random; readonly goOn: () => boolean },
): Promise<readonly Attempt[]> => {
  const attempts: Attempt[] = [];
  do {
    const isLost = random.chance(0.05);
    const made = await attempt(sender, request, headers, isLost ? 1 + random.below(80) : undefined);
    attempts.push(made);
    if (isDefinite(made)) break;
    await delay(20 + random.below(200));
  } while (goOn());
  return attempts;
};

/** Reads a list to its end along `Link`, as one answer. */
export const readPages = async (sender: Sender, path: string): Promise<Attempt> => {
  const from = now();
  const all: Readonly<Record<string, unknown>>[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { answer }: Attempt = await attempt(sender, { method: 'GET', path: next }, {});
    if (answer?.status !== 200 || !isList(answer.body)) return { from, to: now(), answer };
    all.push(...answer.body);
    next = /^<([^>]+)>; rel="next"/.exec(String(answer.headers.link))?.[1];
  }
  return { from, to: now(), answer: { status: 200, body: all, text: '', headers: {} } };
};
