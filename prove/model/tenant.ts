import type { WireAnswer } from '../checks/answers.ts';
import type { Violation } from '../shared/part.ts';
import { type Random, random } from '../shared/random.ts';
import { type Attempt, attempt, insist, isAcknowledged, isDefinite, readPages, type Sender } from './client.ts';
import type { TenantDefinition } from './definition.ts';
import { hasKey, judge, onWire, READER, type Reused, type Seen } from './judge.ts';
import { type Done, traceOf } from './read-history.ts';
import { attemptsOfRow } from './rows.ts';

/** A tenant under work. */
export interface Tenant {
  readonly name: string;
  /** Sends one request, and again if it has to be; `goOn` says how long. */
  act(client: number, random: Random, goOn: () => boolean): Promise<void>;
  /** Reads the end state; `goOn` says how long it may be asked for. */
  conclude(goOn: () => boolean): Promise<void>;
  /** Returns the promises that were broken. */
  verify(seen: Seen): readonly Violation[];
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
  /** The times that each kind of request had a definite answer, and those with success. */
  readonly kinds: Readonly<Record<string, { readonly answered: number; readonly done: number }>>;
}

/** The part of the acts of a client that are several requests at once. */
const RUSH = 0.1;

/** Opens a tenant that exists; what is asked of it is written down from now on. */
export const openTenant = <State, Input extends { readonly kind: string }>(
  definition: TenantDefinition<State, Input>,
  sender: Sender,
  prefix: string,
): Tenant => {
  const { name, choose, rush, request, rowsOf, eventsOf, hear, finals, pages } = definition;
  const done: Done<Input>[] = [];
  /** The answers when a key was used again for something else. */
  const reused: Reused[] = [];
  let asked = 0;

  const send = async (client: number, input: Input, random: Random, goOn: () => boolean, mark: string): Promise<void> => {
    const wanted = request(input);
    const headers = { traceparent: `00-${traceOf(mark)}-00f067aa0ba902b7-01`, ...(hasKey(wanted) && { 'idempotency-key': mark }) };
    const attempts =
      wanted.method === 'GET' || wanted.method === 'POST'
        ? await sendUntilAnswered(sender, wanted, headers, { random, goOn })
        : [await attempt(sender, wanted, headers, random.chance(0.04) ? 1 + random.below(80) : undefined)];
    const { path } = wanted;
    const rows = rowsOf?.(input)?.map((row, at) => ({ client, ...row, batch: mark, path, attempts: attemptsOfRow(attempts, at) }));
    const each = rows ?? [{ client, input, mark, path, attempts }];
    done.push(...each);
    for (const one of each) {
      const answered = one.attempts.find((made) => isAcknowledged([made])) ?? one.attempts.findLast(isDefinite);
      if (answered?.answer) hear(one.input, answered.answer);
    }
    if (isAcknowledged(attempts) && hasKey(wanted) && typeof wanted.body?.name === 'string' && random.chance(0.03))
      reused.push({ path, made: await attempt(sender, { ...wanted, body: { ...wanted.body, name: 'Another' } }, headers) });
  };

  return {
    name,
    async act(client, random, goOn) {
      asked += 1;
      const mark = `${prefix}-${asked}`;
      const markOf = (at: number): string => (at === 0 ? mark : `${mark}.${at}`);
      const inputs = rush && random.chance(RUSH) ? rush(random, markOf) : [choose(random, mark)];
      await Promise.all(inputs.map((input, at) => send(client, input, random.fork(String(at)), goOn, markOf(at))));
    },
    async conclude(goOn) {
      const never: Random = { ...random(0), chance: () => false };
      for (const input of finals()) {
        asked += 1;
        await send(READER, input, never, goOn, `${prefix}-${asked}`);
      }
      if (pages)
        done.push({
          client: READER,
          input: pages.input,
          mark: `${prefix}-pages`,
          path: pages.path,
          attempts: [await readPages(sender, pages.path)],
        });
    },
    verify: (seen) => judge(definition, { done, reused }, seen),
    answers: () => [
      ...done.flatMap(({ input, mark, path, attempts }) =>
        attempts.flatMap((made) => onWire(made, { what: input.kind, path, key: hasKey(request(input)) ? mark : undefined })),
      ),
      ...reused.flatMap(({ path, made }) => onWire(made, { what: 'a key used again', path })),
    ],
    acknowledged: () =>
      done.flatMap(({ input, mark, batch = mark, attempts }) => {
        const from = Math.min(...attempts.map((made) => made.from));
        const to = Math.min(...attempts.filter((made) => isAcknowledged([made])).map((made) => made.to));
        return eventsOf(input) !== undefined && to < Number.POSITIVE_INFINITY ? [{ tenant: name, trace: traceOf(batch), from, to }] : [];
      }),
    counts: () => ({
      requests: done.length,
      attempts: done.reduce((sum, { attempts }) => sum + attempts.length, 0),
      acknowledged: done.filter(({ input, attempts }) => eventsOf(input) !== undefined && isAcknowledged(attempts)).length,
      unanswered: done.filter(({ attempts }) => !attempts.some(isDefinite)).length,
      kinds: kindsOf(name, done),
    }),
  };
};

const kindsOf = (tenant: string, done: readonly Done<{ readonly kind: string }>[]): TenantCounts['kinds'] => {
  const [of = ''] = tenant.split(' ');
  const answered = done.filter(({ attempts }) => attempts.some(isDefinite));
  return Object.fromEntries(
    [...Map.groupBy(answered, ({ input }) => `${input.kind} of ${of}`)].map(([kind, all]) => [
      kind,
      { answered: all.length, done: all.filter(({ attempts }) => isAcknowledged(attempts)).length },
    ]),
  );
};

/** Sends a request, now and then twice at once, until its outcome is known. */
const sendUntilAnswered = async (...[sender, wanted, headers, how]: Parameters<typeof insist>): Promise<readonly Attempt[]> => {
  const times = wanted.method === 'POST' && how.random.chance(0.08) ? 2 : 1;
  const all = await Promise.all(Array.from({ length: times }, () => insist(sender, wanted, headers, how)));
  return all.flat();
};
