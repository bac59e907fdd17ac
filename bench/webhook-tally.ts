import type { PlannedEndpoint } from './webhook-plan.ts';
import type { Inbox } from './webhook-receivers.ts';

/** Counts the outcomes of the webhooks of `made`: the resellers of organizations, by their ids. */
export const tally = (endpoints: readonly PlannedEndpoint[], inboxes: readonly Inbox[], made: ReadonlyMap<string, number>) => {
  const sums = { expected: 0, received: 0, duplicates: 0, refusals: 0, losses: 0, strangers: 0 };
  const perReseller = Map.groupBy(made, ([, reseller]) => reseller);
  for (const { index, reseller, wants } of endpoints) {
    const { taken, duplicates, refusals } = inboxes[index] as Inbox;
    const wanted = !wants ? [] : reseller === undefined ? [...made] : (perReseller.get(reseller) ?? []);
    const came = new Set(taken.values());
    sums.expected += wanted.length;
    sums.received += taken.size;
    sums.duplicates += duplicates;
    sums.refusals += refusals;
    sums.losses += wanted.filter(([id]) => !came.has(id)).length;
    sums.strangers += [...came].filter((id) => !wants || !made.has(id) || (reseller !== undefined && made.get(id) !== reseller)).length;
  }
  return sums;
};
