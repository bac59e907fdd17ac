import { Refusal } from '../../functions/shared/contract/problems.ts';

/** A dead letter that can be sent again. */
export interface FoundLetter {
  readonly endpoint: string;
  readonly event: string;
  readonly errorCode: string;
  /** Sends it and notes that it was sent, in this order. @throws {Refusal} when its endpoint takes nothing now */
  send(): Promise<void>;
}

/** What came of one. */
export interface Outcome {
  readonly letter: FoundLetter;
  readonly result: 'found' | 'sent' | 'skipped' | 'failed';
  readonly reason?: string;
}

/** Sends all, so many at a time, in their order; one that fails is told and stays where it is. */
export const redriveAll = async (
  letters: readonly FoundLetter[],
  concurrency: number,
  onOutcome: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  const waiting = letters.values();
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

const sendOne = async (letter: FoundLetter): Promise<Outcome> => {
  try {
    await letter.send();
    return { letter, result: 'sent' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isSkipped = error instanceof Refusal && ['webhook-not-receiving', 'delivery-not-found'].includes(error.code);
    return { letter, result: isSkipped ? 'skipped' : 'failed', reason };
  }
};

/** How many came to what, in all and by endpoint, and the reasons of those that were not sent. */
export const summaryOf = (outcomes: readonly Outcome[]) => ({
  ...countBy(outcomes, ({ result }) => result),
  endpoints: Object.fromEntries(
    [...Map.groupBy(outcomes, ({ letter }) => letter.endpoint)].map(([endpoint, of]) => [
      endpoint,
      { ...countBy(of, ({ result }) => result), events: countBy(of, ({ letter }) => letter.event) },
    ]),
  ),
  reasons: [...new Set(outcomes.flatMap(({ reason }) => reason ?? []))],
});

const countBy = <T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(items, keyOf)].map(([key, of]) => [key, of.length]));
