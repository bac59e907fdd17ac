import { createHash } from 'node:crypto';
import { type Answer, codeOf, type Entry, type Request } from '../history/spec.ts';
import type { BusEvent } from '../shared/bus-event.ts';
import type { Violation } from '../shared/part.ts';
import { type Attempt, isAcknowledged, isDefinite } from './client.ts';

/** A request, and each time that it was sent. */
export interface Done<Input> {
  readonly client: number;
  readonly input: Input;
  readonly mark: string;
  /** The mark of the batch that it was a row of. */
  readonly batch?: string;
  /** The path that it was sent to, which a row has of its batch. */
  readonly path: string;
  readonly attempts: readonly Attempt[];
}

interface Told<Input> {
  readonly eventsOf: (input: Input) => readonly string[] | undefined;
  readonly request: (input: Input) => Request;
}

interface History<Input> {
  readonly entries: readonly Entry<Input>[];
  readonly violations: readonly Violation[];
}

/** The trace id of a request, by its mark. */
export const traceOf = (mark: string): string => createHash('sha256').update(mark).digest('hex').slice(0, 32);

/**
 * Turns what was sent into a history: what became of a request whose answer was lost is known from
 * the events that carry its trace.
 */
export const readHistory = <Input extends { readonly kind: string }>(
  tenant: string,
  done: readonly Done<Input>[],
  { events, tableEnds }: { readonly events: readonly BusEvent[]; readonly tableEnds: readonly number[] },
  { eventsOf, request }: Told<Input>,
): History<Input> => {
  const byTrace = Map.groupBy(events, ({ trace }) => trace);
  const parts = done.map((one): Omit<History<Input>, 'entries'> & { readonly entries: readonly Omit<Entry<Input>, 'id'>[] } => {
    const names = eventsOf(one.input);
    const { mark, batch } = one;
    const isOfIt = ({ name, data }: BusEvent): boolean =>
      names?.includes(name) === true && (batch === undefined || data.description === mark);
    const told = uniqueById((byTrace.get(traceOf(batch ?? mark)) ?? []).filter(isOfIt));
    const answered = answeredEntries(one);
    // With the table server went its memory of what it had just committed: a change that is sent to
    // the table again may then be refused, by itself.
    const isCut = one.attempts.some(({ from, to }) => tableEnds.some((at) => at > from && at < to));
    const isOpen = !one.attempts.some(isDefinite) || (isCut && !isAcknowledged(one.attempts));
    // Without events, it may have been done at any time since.
    const unknown =
      names === undefined && isOpen && request(one.input).method !== 'GET' ? [{ ...common(one), to: undefined, answer: undefined }] : [];
    const [event] = isAcknowledged(one.attempts) ? [] : told;
    const found = event ? [{ ...common(one), to: event.at, answer: answerFrom(event) }] : [];
    return { entries: [...answered, ...unknown, ...found], violations: names === undefined ? [] : faultsOf(tenant, one, told, isCut) };
  });
  return {
    entries: parts.flatMap(({ entries }) => entries).map((entry, id) => ({ id, ...entry })),
    violations: parts.flatMap(({ violations }) => violations),
  };
};

const common = <Input>({ client, input, mark, batch = mark, attempts }: Done<Input>) => ({
  client,
  input,
  trace: traceOf(batch),
  from: Math.min(...attempts.map(({ from }) => from)),
});

/** A success is done between the first attempt and the first answer; each refusal stands alone. */
const answeredEntries = <Input>(one: Done<Input>): readonly Omit<Entry<Input>, 'id'>[] => {
  const definite = one.attempts.filter(isDefinite);
  const [success] = definite.filter((made) => isAcknowledged([made])).toSorted((first, second) => first.to - second.to);
  const refusals = definite.filter((made) => !isAcknowledged([made]));
  return [
    ...(success?.answer ? [{ ...common(one), to: success.to, answer: plain(success.answer) }] : []),
    ...refusals.flatMap(({ from, to, answer }) => (answer ? [{ ...common(one), from, to, answer: plain(answer) }] : [])),
  ];
};

const faultsOf = <Input extends { readonly kind: string }>(
  tenant: string,
  { input, mark, batch, attempts }: Done<Input>,
  told: readonly BusEvent[],
  isCut: boolean,
): readonly Violation[] => {
  const evidence = { tenant, trace: traceOf(batch ?? mark), input, attempts, told };
  const answers = attempts.map(({ answer }) => (answer ? `${answer.status} ${codeOf(answer)}`.trim() : 'nothing')).join(', ');
  const detail = `${input.kind} ${mark} was answered ${answers}, and has ${told.length} events`;
  const isDone = isAcknowledged(attempts);
  return [
    ...(told.length > 1 ? [{ promise: 'a request is done once', detail, evidence }] : []),
    ...(isDone && told.length === 0 ? [{ promise: 'each acknowledged change has its event', detail, evidence }] : []),
    ...(!isDone && !isCut && told.length > 0 && attempts.every(isDefinite)
      ? [{ promise: 'what was refused changed nothing', detail, evidence }]
      : []),
  ];
};

const plain = ({ status, body }: Answer): Answer => ({ status, body });

const SUCCESS: Readonly<Record<string, number>> = { created: 201, deleted: 204 };

const answerFrom = ({ name, data }: BusEvent): Answer => ({
  status: SUCCESS[name.slice(name.lastIndexOf('.') + 1)] ?? 200,
  body: data,
  isFromEvents: true,
});

const uniqueById = (events: readonly BusEvent[]): readonly BusEvent[] => [...new Map(events.map((event) => [event.id, event])).values()];
