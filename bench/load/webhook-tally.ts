import type { PlannedEndpoint } from './webhook-plan.ts';
import type { Inbox } from './webhook-receivers.ts';

/** A change of an organization that was answered, and so is to reach whoever subscribed to it. */
export interface AnsweredChange {
  readonly organization: string;
  readonly version: number;
  /** The number of its reseller, as the plan of the endpoints counts them. */
  readonly reseller: number;
  readonly event: string;
}

/**
 * Counts the outcomes of the webhooks of changes. Those of a change of another reseller, or of an
 * event that the endpoint did not subscribe to, are strangers; those of no known change are
 * unknown.
 */
export const tally = (endpoints: readonly PlannedEndpoint[], inboxes: readonly Inbox[], changes: readonly AnsweredChange[]) => {
  const sums = { expected: 0, received: 0, duplicates: 0, refusals: 0, losses: 0, strangers: 0, unknown: 0 };
  const known = new Set(changes.map(keyOf));
  const perReseller = Map.groupBy(changes, ({ reseller }) => reseller);
  for (const { index, reseller, subscription } of endpoints) {
    const { taken, duplicates, refusals } = inboxes[index] as Inbox;
    const changed = reseller === undefined ? changes : (perReseller.get(reseller) ?? []);
    const wanted = new Set(changed.filter(({ event }) => isSubscribed(subscription, event)).map(keyOf));
    const came = new Set([...taken.values()].map(keyOf));
    sums.expected += wanted.size;
    sums.received += taken.size;
    sums.duplicates += duplicates;
    sums.refusals += refusals;
    sums.losses += missingFrom(came, wanted);
    const unknown = missingFrom(known, came);
    sums.strangers += missingFrom(wanted, came) - unknown;
    sums.unknown += unknown;
  }
  return sums;
};

/** Returns whether a subscription, which may end in `*`, is to an event. */
const isSubscribed = (subscription: string, event: string): boolean =>
  subscription.endsWith('*') ? event.startsWith(subscription.slice(0, -1)) : subscription === event;

/** Counts the values that a set does not have. */
const missingFrom = (set: ReadonlySet<string>, values: ReadonlySet<string>): number =>
  [...values].filter((value) => !set.has(value)).length;

const keyOf = ({ organization, version }: Pick<AnsweredChange, 'organization' | 'version'>): string => `${organization} ${version}`;
