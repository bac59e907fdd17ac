import type { Violation } from '../shared/part.ts';

/** An answer as it went over the wire. */
export interface WireAnswer {
  readonly what: string;
  readonly key: string | undefined;
  readonly status: number;
  readonly text: string;
  readonly type: string;
  readonly isReplayed: boolean;
  readonly ms: number;
}

/** The time of a function, before which one may have to start; batches have longer. */
const MOST_MS = { batch: 29_000, other: 10_000 };
const START_MS = 10_000;
/** The gateway ends what takes 30 seconds; a busy machine measures some more. */
const GATEWAY_MS = 32_000;

/** The answers of the gateway in place of a function. */
const OF_GATEWAY: Readonly<Record<number, string>> = {
  500: '{"message":"Internal Server Error"}',
  503: '{"message":"Service Unavailable"}',
};

/**
 * Finds answers that nobody may get, whatever was broken meanwhile; `mayBeKilled` if functions were
 * killed.
 */
export const answerFaults = (answers: readonly WireAnswer[], mayBeKilled: boolean): readonly Violation[] => [
  ...answers.flatMap((answer) => statusFaults(answer, mayBeKilled)),
  ...replayFaults(answers),
];

const statusFaults = ({ what, status, text, type, ms }: WireAnswer, mayBeKilled: boolean): readonly Violation[] => {
  const said = `${what} was answered ${status} ${text.slice(0, 300)} after ${Math.round(ms)} ms`;
  const isOfGateway = OF_GATEWAY[status] === text;
  const most = Math.min(GATEWAY_MS, (what.includes(':batch') ? MOST_MS.batch : MOST_MS.other) + START_MS);
  return [
    ...(status >= 500 && status !== 503 && !(isOfGateway && mayBeKilled)
      ? [{ promise: 'no 5xx but 503, and that of the gateway for a killed function', detail: said }]
      : []),
    ...(ms > most ? [{ promise: "503 within the function's time", detail: said }] : []),
    ...(status >= 400 && !isOfGateway && !type.startsWith('application/problem+json')
      ? [{ promise: 'each refusal is a problem', detail: said }]
      : []),
  ];
};

const replayFaults = (answers: readonly WireAnswer[]): readonly Violation[] =>
  [
    ...Map.groupBy(
      answers.filter(({ key, status }) => key !== undefined && status < 300),
      ({ key }) => key,
    ),
  ].flatMap(([key, same]) => {
    const promise = 'replays are equal to the byte';
    // A secret is said once.
    const texts = new Set(same.map(({ text }) => text.replace(/,?"secret":"[^"]*"/, '')));
    return [
      ...(texts.size > 1 ? [{ promise, detail: `${key} has several answers`, evidence: same }] : []),
      ...(same.filter(({ isReplayed }) => !isReplayed).length > 1
        ? [{ promise, detail: `${key} was done more than once`, evidence: same }]
        : []),
    ];
  });
