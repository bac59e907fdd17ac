import { setTimeout as delay } from 'node:timers/promises';
import { webhookLoad } from '../../bench/load/webhook-load.ts';
import { type PlannedEndpoint, planEndpoints } from '../../bench/load/webhook-plan.ts';
import { type Taken, webhookReceivers } from '../../bench/load/webhook-receivers.ts';
import { tally } from '../../bench/load/webhook-tally.ts';
import { percentile, rounded } from '../../bench/shared/statistics.ts';
import type { Size } from './size.ts';
import type { Store } from './stores.ts';
import type { TimedChange } from './work.ts';

/** The endpoints of one reseller, each with another subscription. */
const EACH = 4;
// A thousand take four minutes on two cores of their own.
const SETTLED_WITHIN_MS = 600_000;

/** Makes the endpoints of a store, over the API, and waits until all are healthy. */
export const openEndpoints = async ({ system, resellers }: Store, { endpoints: count }: Size) => {
  const planned = planEndpoints(count, Math.max(1, Math.floor(count / EACH)));
  const receivers = await webhookReceivers(planned);
  const load = webhookLoad(system.url, { mintToken: system.token });
  const began = performance.now();
  const ids = resellers.map(({ id }) => id);
  await load.makeEndpoints(planned, ids, receivers.urlOf);
  const made = performance.now();
  while ((await load.statuses()).healthy !== count) {
    if (performance.now() - made > SETTLED_WITHIN_MS) throw new Error(`The endpoints are ${JSON.stringify(await load.statuses())}`);
    await delay(500);
  }
  const seconds = (from: number): number => rounded((performance.now() - from) / 1000, 1);
  return {
    figures: { 'endpoints made, s': rounded((made - began) / 1000, 1), 'endpoints healthy after, s': seconds(made) },
    /** The resellers that have endpoints of their own: the first ones. */
    resellers: Math.max(1, Math.floor(count / EACH)),
    /** Counts what came of the changes, when nothing is under way any more. */
    outcome(changes: readonly TimedChange[]) {
      const sums = tally(planned, receivers.inboxes, changes);
      const lags = lagsOf(planned, receivers.inboxes, changes);
      const figures = {
        'webhooks: changes': changes.length,
        'webhooks: expected': sums.expected,
        'webhooks: received': sums.received,
        'webhooks: refused by receivers at first': sums.refusals,
        'webhooks: came twice': sums.duplicates,
        'webhooks: missing': sums.losses,
        'webhooks: to another tenant': sums.strangers,
        'webhooks: of a change that was answered too late': sums.unknown,
        'webhooks: lag p50 ms': rounded(percentile(lags, 0.5), 0),
        'webhooks: lag p99 ms': rounded(percentile(lags, 0.99), 0),
      };
      return { losses: sums.losses, strangers: sums.strangers, figures };
    },
    stop: receivers.stop,
  };
};

type Inboxes = Awaited<ReturnType<typeof webhookReceivers>>['inboxes'];

/** Returns the milliseconds from each answer to its webhooks, at endpoints that refuse none. */
const lagsOf = (planned: readonly PlannedEndpoint[], inboxes: Inboxes, changes: readonly TimedChange[]): readonly number[] => {
  const keyOf = ({ organization, version }: Pick<Taken, 'organization' | 'version'>): string => `${organization} ${version}`;
  const answeredAt = new Map(changes.map((change) => [keyOf(change), change.answeredAt]));
  return planned.flatMap(({ index, refuses }) =>
    refuses > 0 ? [] : [...(inboxes[index]?.taken.values() ?? [])].map((taken) => taken.at - (answeredAt.get(keyOf(taken)) ?? Number.NaN)),
  );
};
