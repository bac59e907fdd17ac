import type { Step } from './steps.ts';

/** The events since the start, by where they are: nothing is lost while they add up. */
export interface Tally {
  readonly committed: number;
  /** Committed, and not on the bus yet. */
  readonly waiting: number;
  readonly published: number;
  readonly delivered: number;
  /** At endpoints that refused them, and to be tried again. */
  readonly retrying: number;
  readonly deadLettered: number;
  /** Neither delivered nor dead-lettered, and given up. */
  readonly lost: number;
}

/** Counts where events are; `note` takes every step. */
export const openTally = () => {
  const [waiting, retrying] = [new Set<string>(), new Set<string>()];
  const counts = { committed: 0, published: 0, delivered: 0, deadLettered: 0, lost: 0 };

  const commit = (eventIds: readonly string[]): void => {
    for (const id of eventIds) waiting.add(id);
    counts.committed += eventIds.length;
  };

  const deliver = ({ outcome, rule, eventId }: Extract<Step, { kind: 'delivery' }>): void => {
    const key = `${rule} ${eventId}`;
    if (outcome === 'retrying') return void retrying.add(key);
    retrying.delete(key);
    if (outcome === 'delivered') counts.delivered += 1;
    else if (outcome === 'dead-letter') counts.deadLettered += 1;
    else counts.lost += 1;
  };

  return {
    note(step: Step): void {
      if (step.kind === 'transaction' && step.outcome === 'committed') commit(step.eventIds);
      if (step.kind === 'delivery' && step.request) deliver(step);
      if (step.kind === 'bus' && waiting.delete(step.eventId ?? '')) counts.published += 1;
    },
    read: (): Tally => ({ ...counts, waiting: waiting.size, retrying: retrying.size }),
  };
};
