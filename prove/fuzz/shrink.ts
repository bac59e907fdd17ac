import type { Fault } from './answer/check.ts';
import type { Step } from './request/mutate.ts';
import type { Outcome, Sender, Trial } from './send.ts';

/** A broken promise with the request that shows it, as small as it became. */
export interface Shrunk {
  readonly steps: readonly Step[];
  readonly outcome: Outcome;
  /** Whether the promise was broken again when the request was repeated. */
  readonly isRepeatable: boolean;
}

/** Leaves out one step after the other while the request still breaks the promise. */
export const shrink = async (trial: Trial, first: Outcome, { promise }: Fault, sender: Pick<Sender, 'send'>): Promise<Shrunk> => {
  const breaks = async (steps: readonly Step[]): Promise<Outcome | undefined> => {
    const outcome = await sender.send(trial.draft(steps));
    return outcome.faults.some((fault) => fault.promise === promise) ? outcome : undefined;
  };
  let smallest: Shrunk = { steps: trial.steps, outcome: first, isRepeatable: false };
  const again = await breaks(trial.steps);
  if (!again) return smallest;
  smallest = { ...smallest, outcome: again, isRepeatable: true };
  for (const step of trial.steps) {
    const steps = smallest.steps.filter((one) => one !== step);
    const outcome = await breaks(steps);
    if (outcome) smallest = { steps, outcome, isRepeatable: true };
  }
  return smallest;
};
