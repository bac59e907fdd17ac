import { lineageOf } from '../../functions/shared/table/lineage.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { countBy } from '../shared/count-by.ts';
import type { EventSource, FoundEvent } from './find.ts';
import { type PublishDeps, publishAgain } from './publish-again.ts';
import type { RepublishRequest } from './request.ts';

/** The outcome for one event. */
export interface Outcome {
  readonly name: string;
  readonly result: 'found' | 'published' | 'missing' | 'failed';
  readonly reason?: string;
}

interface RunDeps extends PublishDeps {
  readonly source: EventSource;
  readonly onOutcome: (outcome: Outcome) => void;
}

type Wanted = Pick<RepublishRequest, 'tenant' | 'event' | 'dryRun'>;

/**
 * Publishes events again, one after the other. One that fails is reported, and the others are
 * published.
 */
export const republishAll = async (wanted: Wanted, { source, onOutcome, ...deps }: RunDeps): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for await (const found of source.find()) {
    if (!isWanted(found, wanted)) continue;
    const outcome = await republishOne(found, wanted.dryRun, deps);
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
};

const republishOne = async ({ event, reason, done }: FoundEvent, dryRun: boolean, deps: PublishDeps): Promise<Outcome> => {
  if (event === undefined) return { name: '', result: 'missing', ...(reason !== undefined && { reason }) };
  const name = nameOf(event);
  if (dryRun) return { name, result: 'found' };
  try {
    await publishAgain(event, deps);
    await done?.();
    return { name, result: 'published' };
  } catch (error) {
    return { name, result: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
};

const nameOf = ({ payload }: Item): string => (payload as { readonly event?: string } | undefined)?.event ?? 'unreadable';

const isWanted = ({ event }: FoundEvent, { tenant, event: name }: Wanted): boolean => {
  if (event === undefined) return true;
  const { tenant: of = '' } = (event.metadata ?? {}) as { readonly tenant?: string };
  // As a subscription selects them: `/partners/9` is also the partner 9 below others.
  const wanted = tenant === undefined ? undefined : lineageOf(tenant).at(-1);
  return (wanted === undefined || lineageOf(of).includes(wanted)) && (name === undefined || nameOf(event) === name);
};

/**
 * Counts the results, in all and by the name of the event, and lists why some were not published.
 */
export const summarize = (outcomes: readonly Outcome[]) => ({
  ...countBy(outcomes, ({ result }) => result),
  events: countBy(
    outcomes.filter(({ name }) => name !== ''),
    ({ name }) => name,
  ),
  reasons: [...new Set(outcomes.flatMap(({ reason }) => reason ?? []))],
});
