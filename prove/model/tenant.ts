import { createHash } from 'node:crypto';
import type { WireAnswer } from '../checks/answers.ts';
import { linearize, shrink } from '../history/linearize.ts';
import { type Answer, codeOf, type Entry, objectOf, type Request, type Spec } from '../history/spec.ts';
import type { BusEvent } from '../shared/bus-event.ts';
import type { Violation } from '../shared/part.ts';
import type { Random } from '../shared/random.ts';
import { type Attempt, attempt, insist, isDefinite, readPages, type Sender } from './client.ts';

/** What is asked of one tenant, and what it promises. */
export interface TenantDefinition<State, Input extends { readonly kind: string }> {
  readonly name: string;
  readonly spec: Spec<State, Input>;
  readonly initial: State;
  /** Chooses a request; the mark is another text each time. */
  readonly choose: (random: Random, mark: string) => Input;
  readonly request: (input: Input) => Request;
  /** The events of which one tells that an input was done; none for what no event tells of. */
  readonly eventsOf: (input: Input) => readonly string[] | undefined;
  /** Called with each answer, so that later requests can name what it has. */
  readonly hear: (input: Input, answer: Answer) => void;
  /** What is read when all is quiet. */
  readonly finals: () => readonly Input[];
  /** A list that is then read page by page, and what reads it at once. */
  readonly pages?: { readonly path: string; readonly input: Input };
}

/** A tenant under work. */
export interface Tenant {
  readonly name: string;
  /** Sends one request, and again if it has to be; `goOn` says how long. */
  act(client: number, random: Random, goOn: () => boolean): Promise<void>;
  /** Reads the end state. */
  conclude(): Promise<void>;
  /** What was broken, given all that the bus took. */
  verify(events: readonly BusEvent[]): readonly Violation[];
  readonly counts: () => TenantCounts;
  /** Every answer that came, as it went over the wire. */
  answers(): readonly WireAnswer[];
  /** The changes that were acknowledged, by the trace of their events. */
  acknowledged(): readonly Acknowledged[];
}

/** A change that was acknowledged, in milliseconds since 1970. */
export interface Acknowledged {
  readonly tenant: string;
  readonly trace: string;
  readonly from: number;
  readonly to: number;
}

export interface TenantCounts {
  readonly requests: number;
  readonly attempts: number;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly undecided: number;
}

interface Done<Input> {
  readonly client: number;
  readonly input: Input;
  readonly mark: string;
  readonly attempts: readonly Attempt[];
}

const SUCCESS: Readonly<Record<string, number>> = { created: 201, deleted: 204 };
const LONGEST_EVIDENCE = 400;

/** The trace id of a request, by its mark. */
export const traceOf = (mark: string): string => createHash('sha256').update(mark).digest('hex').slice(0, 32);

/** Opens a tenant that exists; what is asked of it is written down from now on. */
export const openTenant = <State, Input extends { readonly kind: string }>(
  definition: TenantDefinition<State, Input>,
  sender: Sender,
  prefix: string,
): Tenant => {
  const { name, spec, initial, choose, request, eventsOf, hear, finals, pages } = definition;
  const done: Done<Input>[] = [];
  let [asked, undecided] = [0, 0];

  const send = async (client: number, input: Input, random: Random, goOn: () => boolean, mark: string): Promise<void> => {
    const wanted = request(input);
    const headers = {
      traceparent: `00-${traceOf(mark)}-00f067aa0ba902b7-01`,
      ...(wanted.method === 'POST' && { 'idempotency-key': mark }),
    };
    const isRepeatable = wanted.method === 'POST' || wanted.method === 'GET';
    const attempts = isRepeatable
      ? await insist(sender, wanted, headers, { random, goOn })
      : [await attempt(sender, wanted, headers, random.chance(0.04) ? 1 + random.below(80) : undefined)];
    done.push({ client, input, mark, attempts });
    const last = attempts.at(-1);
    if (last?.answer && isDefinite(last)) hear(input, last.answer);
  };

  return {
    name,
    async act(client, random, goOn) {
      asked += 1;
      const mark = `${prefix}-${asked}`;
      await send(client, choose(random, mark), random, goOn, mark);
    },
    async conclude() {
      const never = { chance: () => false } as unknown as Random;
      for (const input of finals()) {
        asked += 1;
        await send(-1, input, never, () => true, `${prefix}-${asked}`);
      }
      if (pages) done.push({ client: -1, input: pages.input, mark: `${prefix}-pages`, attempts: [await readPages(sender, pages.path)] });
    },
    verify(events) {
      const { entries, violations } = resolve(name, done, events, { eventsOf, request });
      const verdict = linearize(spec, initial, entries);
      if (verdict.kind === 'linearizable') return violations;
      if (verdict.kind === 'undecided') {
        undecided += 1;
        return violations;
      }
      const changes = (input: Input, answer: Answer | undefined) =>
        eventsOf(input) !== undefined && (answer === undefined || answer.status < 400);
      const history = shrink(spec, initial, entries, changes);
      const stuck = verdict.stuck.map(({ entry, why }) => `${entry.input.kind}: ${why}`);
      const detail = `${name}: no order explains its history; after ${verdict.explained.length} requests: ${[...new Set(stuck)].slice(0, 4).join('; ')}`;
      const evidence = { initial, stuck: verdict.stuck.slice(0, 12), history: history.slice(-LONGEST_EVIDENCE) };
      return [...violations, { promise: 'answers are those of one request after another', detail, evidence }];
    },
    answers: () =>
      done.flatMap(({ input, mark, attempts }) =>
        attempts.flatMap(({ answer, from, to }) =>
          answer === undefined ? [] : [onWire(answer, { input, mark, ms: to - from, request: request(input) })],
        ),
      ),
    acknowledged: () =>
      done.flatMap(({ input, mark, attempts }) => {
        const [first, last] = [attempts[0], attempts.at(-1)];
        const isTold = eventsOf(input) !== undefined && isAcknowledged(attempts);
        return first && last && isTold ? [{ tenant: name, trace: traceOf(mark), from: first.from, to: last.to }] : [];
      }),
    counts: () => ({
      requests: done.length,
      attempts: done.reduce((sum, { attempts }) => sum + attempts.length, 0),
      acknowledged: done.filter(({ input, attempts }) => eventsOf(input) !== undefined && isAcknowledged(attempts)).length,
      unanswered: done.filter(({ attempts }) => !attempts.some(isDefinite)).length,
      undecided,
    }),
  };
};

const onWire = (
  { status, text, headers }: NonNullable<Attempt['answer']>,
  {
    input,
    mark,
    ms,
    request: { method, path },
  }: { readonly input: { readonly kind: string }; readonly mark: string; readonly ms: number; readonly request: Request },
): WireAnswer => ({
  what: `${input.kind} (${method} ${path})`,
  key: method === 'POST' ? mark : undefined,
  ...{ status, text, ms },
  type: headers['content-type'] ?? '',
  isReplayed: headers['idempotency-replayed'] === 'true',
});

const isAcknowledged = (attempts: readonly Attempt[]): boolean =>
  attempts.some(({ answer }) => answer !== undefined && answer.status < 300);

/**
 * Turns what was sent into a history: what became of a request whose answer was lost is known from
 * the events that carry its trace.
 */
const resolve = <Input extends { readonly kind: string }>(
  name: string,
  done: readonly Done<Input>[],
  events: readonly BusEvent[],
  { eventsOf, request }: Pick<TenantDefinition<never, Input>, 'eventsOf' | 'request'>,
): { readonly entries: readonly Entry<Input>[]; readonly violations: readonly Violation[] } => {
  const isWrite = (input: Input): boolean => request(input).method !== 'GET';
  const byTrace = Map.groupBy(events, ({ trace }) => trace);
  const entries: Entry<Input>[] = [];
  const violations: Violation[] = [];
  const add = (entry: Omit<Entry<Input>, 'id'>): void => void entries.push({ id: entries.length, ...entry });

  for (const { client, input, mark, attempts } of done) {
    const [first, last] = [attempts[0], attempts.at(-1)];
    if (!first || !last) continue;
    const names = eventsOf(input);
    const told = names === undefined ? [] : uniqueById((byTrace.get(traceOf(mark)) ?? []).filter((event) => names.includes(event.name)));
    const answer = isDefinite(last) ? last.answer : undefined;
    const isDone = answer !== undefined && answer.status < 300;
    const evidence = { tenant: name, input, attempts, told };
    if (told.length > 1)
      violations.push({ promise: 'a request is done once', detail: `${input.kind} ${mark} has ${told.length} events`, evidence });
    if (isDone) add({ client, input, from: first.from, to: last.to, answer: plain(answer) });
    else if (answer !== undefined) add({ client, input, from: last.from, to: last.to, answer: plain(answer) });
    if (names === undefined) {
      // It may have been done at any time since.
      if (answer === undefined && isWrite(input)) add({ client, input, from: first.from, to: undefined, answer: undefined });
      continue;
    }
    if (isDone) {
      if (told.length === 0)
        violations.push({
          promise: 'each acknowledged change has its event',
          detail: `${input.kind} ${mark} was answered ${answer.status}`,
          evidence,
        });
      continue;
    }
    const [event] = told;
    if (event === undefined) continue;
    if (attempts.every(isDefinite))
      violations.push({
        promise: 'what was refused changed nothing',
        detail: `${input.kind} ${mark} was answered ${codeOf(answer ?? NOTHING)}`,
        evidence,
      });
    add({ client, input, from: first.from, to: event.at, answer: answerFrom(event) });
  }
  return { entries, violations };
};

const NOTHING: Answer = { status: 0, body: {} };

const plain = ({ status, body }: Answer): Answer => ({ status, body });

const answerFrom = ({ name, data, at }: BusEvent): Answer => ({
  status: SUCCESS[name.slice(name.lastIndexOf('.') + 1)] ?? 200,
  body: at > 0 ? data : objectOf(NOTHING),
  isFromEvents: true,
});

const uniqueById = (events: readonly BusEvent[]): readonly BusEvent[] => [...new Map(events.map((event) => [event.id, event])).values()];
