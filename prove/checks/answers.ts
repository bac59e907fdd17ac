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

/** Within this a function answers, or the gateway in its place; batches have longer. */
const MOST_MS = 30_000;

/** Finds answers that nobody may get, whatever was broken meanwhile. */
export const answerFaults = (answers: readonly WireAnswer[], mayBeKilled: boolean): readonly Violation[] => [
  ...answers.flatMap((answer) => statusFaults(answer, mayBeKilled)),
  ...replayFaults(answers),
];

const statusFaults = ({ what, status, text, type, ms }: WireAnswer, mayBeKilled: boolean): readonly Violation[] => {
  const said = `${what} was answered ${status} ${text.slice(0, 300)} after ${Math.round(ms)} ms`;
  const isOfGateway = /^\{"message":/.test(text);
  return [
    ...(status === 500 && !(isOfGateway && mayBeKilled)
      ? [{ promise: 'no 500 but that of the gateway for a killed function', detail: said }]
      : []),
    ...(ms > MOST_MS ? [{ promise: "503 within the function's time", detail: said }] : []),
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
    const isSecret = same.some(({ text }) => text.includes('"secret":'));
    return [
      ...(new Set(same.map(({ text }) => text)).size > 1 && !isSecret
        ? [{ promise, detail: `${key} has several answers`, evidence: same }]
        : []),
      ...(same.filter(({ isReplayed }) => !isReplayed).length > 1
        ? [{ promise, detail: `${key} was done more than once`, evidence: same }]
        : []),
    ];
  });
