import { Refusal } from '../../functions/shared/contract/problems.ts';
import { countBy } from '../shared/count-by.ts';
import type { FoundDeadLetter } from './dead-letter.ts';

/** The outcome of a dead letter. */
export interface Outcome {
  readonly letter: FoundDeadLetter;
  readonly result: 'found' | 'sent' | 'skipped' | 'failed';
  readonly reason?: string;
}

/**
 * Sends all dead letters in their order, `concurrency` at a time. One that fails is reported and
 * stays where it is.
 */
export const redriveAll = async (
  deadLetters: readonly FoundDeadLetter[],
  concurrency: number,
  onOutcome: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  const waiting = deadLetters.values();
  const work = async (): Promise<void> => {
    for (const letter of waiting) {
      const outcome = await sendOne(letter);
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return outcomes;
};

const sendOne = async (letter: FoundDeadLetter): Promise<Outcome> => {
  try {
    await letter.send();
    return { letter, result: 'sent' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isSkipped = error instanceof Refusal && ['webhook-not-receiving', 'delivery-not-found'].includes(error.code);
    return { letter, result: isSkipped ? 'skipped' : 'failed', reason };
  }
};

/** Counts the results, in all and by endpoint, and lists why dead letters were not sent. */
export const summarize = (outcomes: readonly Outcome[]) => ({
  ...(outcomes.length === 0 ? { found: 0 } : countBy(outcomes, ({ result }) => result)),
  endpoints: Object.fromEntries(
    [...Map.groupBy(outcomes, ({ letter }) => letter.endpoint)].map(([endpoint, of]) => [
      endpoint,
      { ...countBy(of, ({ result }) => result), events: countBy(of, ({ letter }) => letter.event) },
    ]),
  ),
  reasons: [...new Set(outcomes.flatMap(({ reason }) => reason ?? []))],
});
