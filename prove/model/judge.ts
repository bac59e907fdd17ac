import type { WireAnswer } from '../checks/answers.ts';
import { linearize } from '../history/linearize.ts';
import { shrink } from '../history/shrink.ts';
import type { Request } from '../history/spec.ts';
import type { BusEvent } from '../shared/bus-event.ts';
import type { Violation } from '../shared/part.ts';
import { type Attempt, GIVE_UP_MS, isDefinite } from './client.ts';
import type { TenantDefinition } from './definition.ts';
import { type Done, readHistory } from './read-history.ts';

/** All that was seen beside the answers. */
export interface Seen {
  /** All that the bus took. */
  readonly events: readonly BusEvent[];
  /** When the table server ended, in milliseconds since 1970. */
  readonly tableEnds: readonly number[];
}

/** An attempt at another request with a used key. */
export interface Reused {
  readonly path: string;
  readonly made: Attempt;
}

/** All that was asked of a tenant. */
interface Asked<Input> {
  readonly done: readonly Done<Input>[];
  readonly reused: readonly Reused[];
}

/** The client that reads the end state. */
export const READER = -1;

const LONGEST_EVIDENCE = 400;

/** Returns the promises that the answers to a tenant broke. */
export const judge = <State, Input extends { readonly kind: string }>(
  { name, spec, initial, request, eventsOf }: TenantDefinition<State, Input>,
  { done, reused }: Asked<Input>,
  seen: Seen,
): readonly Violation[] => {
  const { entries, violations } = readHistory(name, done, seen, { eventsOf, request });
  const found = [...violations, ...reuseFaults(reused), ...silenceFaults(name, done)];
  const verdict = linearize(spec, initial, entries);
  if (verdict.kind === 'linearizable') return found;
  if (verdict.kind === 'undecided') {
    const detail = `${name}: ${verdict.history.length} requests took too long to decide`;
    return [...found, { promise: 'each history is decided', detail, evidence: { initial, history: verdict.history } }];
  }
  const shrunk = shrink(spec, initial, verdict.history);
  const stuck = verdict.stuck.map(({ entry, why }) => `${entry.input.kind}: ${why}`);
  const detail = `${name}: no order explains its history; after ${verdict.explained.length} requests: ${[...new Set(stuck)].slice(0, 4).join('; ')}`;
  const evidence = { initial, stuck: verdict.stuck.slice(0, 12), history: shrunk.slice(-LONGEST_EVIDENCE) };
  return [...found, { promise: 'answers are those of one request after another', detail, evidence }];
};

/** Nothing hangs; and when nothing strikes any more, all can be read again. */
const silenceFaults = (tenant: string, done: readonly Done<{ readonly kind: string }>[]): readonly Violation[] => [
  ...done
    .filter(({ client, attempts }) => client === READER && !attempts.some(isDefinite))
    .map(({ input, attempts }) => ({
      promise: 'all is answered again when nothing strikes any more',
      detail: `${input.kind} of ${tenant} was not answered; at last ${attempts.at(-1)?.answer?.status ?? 'nothing came'}`,
    })),
  ...done.flatMap(({ input, attempts }) =>
    attempts
      .filter(({ answer, from, to }) => answer === undefined && to - from >= GIVE_UP_MS)
      .map(({ from, to }) => ({
        promise: 'no request hangs',
        detail: `${input.kind} of ${tenant} had no answer in ${Math.round(to - from)} ms`,
      })),
  ),
];

const reuseFaults = (reused: readonly Reused[]): readonly Violation[] =>
  reused
    .filter(({ made }) => isDefinite(made) && made.answer?.status !== 422)
    .map(({ made: { answer } }) => ({
      promise: 'a key is for one request',
      detail: `another request with a used key was answered ${answer?.status} ${answer?.text.slice(0, 200)}`,
    }));

export const hasKey = ({ method, hasNoKey }: Request): boolean => method === 'POST' && !hasNoKey;

/** An attempt as the checks of answers see it; none without an answer. */
export const onWire = (
  { answer, from, to }: Attempt,
  { what, path, key }: { readonly what: string; readonly path: string; readonly key?: string | undefined },
): readonly WireAnswer[] => {
  if (answer === undefined) return [];
  const { status, text, headers } = answer;
  return [
    {
      ...{ what, path, key, status, text, ms: to - from },
      type: String(headers['content-type']),
      isReplayed: headers['idempotency-replayed'] === 'true',
    },
  ];
};
