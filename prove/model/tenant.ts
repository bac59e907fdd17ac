import type { WireAnswer } from '../checks/answers.ts';
import { linearize, shrink } from '../history/linearize.ts';
import type { Answer, Request, Spec } from '../history/spec.ts';
import type { BusEvent } from '../shared/bus-event.ts';
import type { Violation } from '../shared/part.ts';
import { type Random, random } from '../shared/random.ts';
import { type Attempt, attempt, insist, isAcknowledged, isDefinite, readPages, type Sender } from './client.ts';
import { type Done, readHistory, traceOf } from './read-history.ts';
import { attemptsOfRow, type Row } from './rows.ts';

/** The requests to one tenant, and its promises. */
export interface TenantDefinition<State, Input extends { readonly kind: string }> {
  readonly name: string;
  readonly spec: Spec<State, Input>;
  readonly initial: State;
  /** Chooses a request; the mark is another text each time. */
  readonly choose: (random: Random, mark: string) => Input;
  readonly request: (input: Input) => Request;
  /** The rows of an input that is several requests in one. */
  readonly rowsOf?: (input: Input) => readonly Row<Input>[] | undefined;
  /** The events of which one tells that an input was done; none for what no event tells of. */
  readonly eventsOf: (input: Input) => readonly string[] | undefined;
  /** Called with each answer, so that later requests can name what it has. */
  readonly hear: (input: Input, answer: Answer) => void;
  /** Requests that read all when it is quiet. */
  readonly finals: () => readonly Input[];
  /** A list that is then read page by page, and what reads it at once. */
  readonly pages?: { readonly path: string; readonly input: Input };
}

/** A tenant under work. */
export interface Tenant {
  readonly name: string;
  /** Sends one request, and again if it has to be; `goOn` says how long. */
  act(client: number, random: Random, goOn: () => boolean): Promise<void>;
  /** Reads the end state; `goOn` says how long it may be asked for. */
  conclude(goOn: () => boolean): Promise<void>;
  /** Returns the promises that were broken, given all that the bus took. */
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

const LONGEST_EVIDENCE = 400;
/** The client that reads the end state. */
const READER = -1;

/** Opens a tenant that exists; what is asked of it is written down from now on. */
export const openTenant = <State, Input extends { readonly kind: string }>(
  definition: TenantDefinition<State, Input>,
  sender: Sender,
  prefix: string,
): Tenant => {
  const { name, spec, initial, choose, request, rowsOf, eventsOf, hear, finals, pages } = definition;
  const done: Done<Input>[] = [];
  /** The answers when a key was used again for something else. */
  const reused: Attempt[] = [];
  let [asked, undecided] = [0, 0];

  const send = async (client: number, input: Input, random: Random, goOn: () => boolean, mark: string): Promise<void> => {
    const wanted = request(input);
    const headers = {
      traceparent: `00-${traceOf(mark)}-00f067aa0ba902b7-01`,
      ...(hasKey(wanted) && { 'idempotency-key': mark }),
    };
    const attempts =
      wanted.method === 'GET' || wanted.method === 'POST'
        ? await sendUntilAnswered(sender, wanted, headers, { random, goOn })
        : [await attempt(sender, wanted, headers, random.chance(0.04) ? 1 + random.below(80) : undefined)];
    const rows = rowsOf?.(input)?.map((row, at) => ({ client, ...row, batch: mark, attempts: attemptsOfRow(attempts, at) }));
    const each = rows ?? [{ client, input, mark, attempts }];
    done.push(...each);
    for (const one of each) {
      const answered = one.attempts.find((made) => isAcknowledged([made])) ?? one.attempts.findLast(isDefinite);
      if (answered?.answer) hear(one.input, answered.answer);
    }
    if (isAcknowledged(attempts) && hasKey(wanted) && typeof wanted.body?.name === 'string' && random.chance(0.03))
      reused.push(await attempt(sender, { ...wanted, body: { ...wanted.body, name: 'Another' } }, headers));
  };

  return {
    name,
    async act(client, random, goOn) {
      asked += 1;
      const mark = `${prefix}-${asked}`;
      await send(client, choose(random, mark), random, goOn, mark);
    },
    async conclude(goOn) {
      const never: Random = { ...random(0), chance: () => false };
      for (const input of finals()) {
        asked += 1;
        await send(READER, input, never, goOn, `${prefix}-${asked}`);
      }
      if (pages)
        done.push({ client: READER, input: pages.input, mark: `${prefix}-pages`, attempts: [await readPages(sender, pages.path)] });
    },
    verify(events) {
      const history = readHistory(name, done, events, { eventsOf, request });
      const { entries } = history;
      const violations = [...history.violations, ...reuseFaults(reused), ...silenceFaults(name, done)];
      const verdict = linearize(spec, initial, entries);
      if (verdict.kind === 'linearizable') return violations;
      if (verdict.kind === 'undecided') {
        undecided += 1;
        return violations;
      }
      const changes = (input: Input, answer: Answer | undefined) =>
        eventsOf(input) !== undefined && (answer === undefined || answer.status < 400);
      const shrunk = shrink(spec, initial, entries, changes);
      const stuck = verdict.stuck.map(({ entry, why }) => `${entry.input.kind}: ${why}`);
      const detail = `${name}: no order explains its history; after ${verdict.explained.length} requests: ${[...new Set(stuck)].slice(0, 4).join('; ')}`;
      const evidence = { initial, stuck: verdict.stuck.slice(0, 12), history: shrunk.slice(-LONGEST_EVIDENCE) };
      return [...violations, { promise: 'answers are those of one request after another', detail, evidence }];
    },
    answers: () =>
      done.flatMap(({ input, mark, attempts }) =>
        attempts.flatMap(({ answer, from, to }) =>
          answer === undefined ? [] : [onWire(answer, { input, mark, ms: to - from, request: request(input) })],
        ),
      ),
    acknowledged: () =>
      done.flatMap(({ input, mark, batch = mark, attempts }) => {
        const [first, last] = [attempts[0], attempts.at(-1)];
        const isTold = eventsOf(input) !== undefined && isAcknowledged(attempts);
        return first && last && isTold ? [{ tenant: name, trace: traceOf(batch), from: first.from, to: last.to }] : [];
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
    request,
  }: { readonly input: { readonly kind: string }; readonly mark: string; readonly ms: number; readonly request: Request },
): WireAnswer => ({
  what: `${input.kind} (${request.method} ${request.path})`,
  key: hasKey(request) ? mark : undefined,
  ...{ status, text, ms },
  type: headers['content-type'] ?? '',
  isReplayed: headers['idempotency-replayed'] === 'true',
});

const hasKey = ({ method, hasNoKey }: Request): boolean => method === 'POST' && !hasNoKey;

/** Sends a request, now and then twice at once, until its outcome is known. */
const sendUntilAnswered = async (...[sender, wanted, headers, how]: Parameters<typeof insist>): Promise<readonly Attempt[]> => {
  const times = wanted.method === 'POST' && how.random.chance(0.08) ? 2 : 1;
  const all = await Promise.all(Array.from({ length: times }, () => insist(sender, wanted, headers, how)));
  return all.flat();
};

/** When nothing strikes any more, all can be read again. */
const silenceFaults = (tenant: string, done: readonly Done<{ readonly kind: string }>[]): readonly Violation[] =>
  done
    .filter(({ client, attempts }) => client === READER && !attempts.some(isDefinite))
    .map(({ input, attempts }) => ({
      promise: 'all is answered again when nothing strikes any more',
      detail: `${input.kind} of ${tenant} was not answered; at last ${attempts.at(-1)?.answer?.status ?? 'nothing came'}`,
    }));

const reuseFaults = (reused: readonly Attempt[]): readonly Violation[] =>
  reused
    .filter((made) => isDefinite(made) && made.answer?.status !== 422)
    .map(({ answer }) => ({
      promise: 'a key is for one request',
      detail: `another request with a used key was answered ${answer?.status} ${answer?.text.slice(0, 200)}`,
    }));
