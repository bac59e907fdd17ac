import { type Attempt, resultsOf } from './client.ts';

/** A row of a batch, as the request of a single create under the key of its mark. */
export interface Row<Input> {
  readonly input: Input;
  readonly mark: string;
}

/** Returns what each attempt at a batch said of one row, as if that had been the request. */
export const attemptsOfRow = (attempts: readonly Attempt[], row: number): readonly Attempt[] =>
  attempts.map(({ answer, ...made }) => ({ ...made, answer: answer && answerOfRow(answer, row) }));

type Answered = NonNullable<Attempt['answer']>;

const answerOfRow = (answer: Answered, row: number): Answered => {
  const result = resultsOf(answer)[row];
  // A batch that was refused as a whole refused each row.
  if (!result) return answer;
  const { status, body, replayed = false } = result;
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return { status, body, text: JSON.stringify(body), headers: { 'content-type': type, 'idempotency-replayed': String(replayed) } };
};
