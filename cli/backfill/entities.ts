import type { Table } from '../../functions/shared/table/table.ts';
import type { Progress } from './checkpoint.ts';
import { readPartners } from './partners.ts';
import { readResellers } from './resellers.ts';
import type { Selection, Step } from './step.ts';

/** Reads what is to be sent, from a place on: partners with their contacts, then resellers. */
export async function* readEntities(table: Table, selection: Selection, progress: Progress, now: () => string): AsyncGenerator<Step> {
  const { events, tenant } = selection;
  const isWanted = (kind: 'partner' | 'reseller'): boolean =>
    [...events].some((name) => name.startsWith(`${kind}.`)) && (tenant?.startsWith(`/${kind}s/`) ?? true);
  if (isWanted('partner') && !progress.reseller) yield* readPartners(table, selection, progress.partners);
  if (isWanted('reseller')) yield* readResellers(table, selection, progress.reseller, now);
}
