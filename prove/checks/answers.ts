import type { Violation } from '../shared/part.ts';
import { mostMsOf } from './most-ms.ts';

/** An answer as it went over the wire. */
export interface WireAnswer {
  readonly what: string;
  /** The path that the request was sent to. */
  readonly path: string;
  readonly key: string | undefined;
  readonly status: number;
  readonly text: string;
  readonly type: string;
  readonly isReplayed: boolean;
  readonly ms: number;
}

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

const statusFaults = ({ what, path, status, text, type, ms }: WireAnswer, mayBeKilled: boolean): readonly Violation[] => {
  const said = `${what} (${path}) was answered ${status} ${text.slice(0, 300)} after ${Math.round(ms)} ms`;
  const isOfGateway = OF_GATEWAY[status] === text;
  return [
    ...(status >= 500 && status !== 503 && !(isOfGateway && mayBeKilled)
      ? [{ promise: 'no 5xx but 503, and that of the gateway for a killed function', detail: said }]
      : []),
    ...(ms > mostMsOf(path) ? [{ promise: "503 within the function's time", detail: said }] : []),
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
