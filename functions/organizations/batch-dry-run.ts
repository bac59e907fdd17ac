import { dryRunReport, eventsOf } from '../shared/endpoint/dry-run.ts';
import type { Operation } from '../shared/endpoint/endpoint.ts';
import { idempotencyKey, type Key, resellerKey } from '../shared/table/keys.ts';
import { overlayTable, type ReadItems } from '../shared/table/overlay.ts';
import type { Table } from '../shared/table/table.ts';
import type { Write } from '../shared/table/transaction.ts';
import { type BatchDeps, batchOrganizations } from './batch-creation.ts';
import { type BatchRequest, type Row, readRow } from './batch-row.ts';
import type { batchOrganizations as contract } from './contract-batch.ts';
import { organizationStore } from './store.ts';
import { uniqueClaims } from './unique.ts';

/**
 * Reports what a batch would do. It runs the batch on a table in which nothing is written, and in
 * which each row meets what the rows before it would have written.
 */
export const dryRunBatch: Operation<typeof contract, BatchDeps> = async (batch, deps) => {
  const reseller = resellerKey(batch.params.resellerId);
  const writes: Write[] = [];
  const read = await readItems(deps.table, reseller, keysMetBy(batch));
  const table = overlayTable(deps.table, read, (committed) => writes.push(...committed));
  const { status, body = '{}' } = await batchOrganizations(batch, { ...deps, table, organizations: organizationStore(table) });
  const { allowedOrganizations: limit, organizationCount: count } = (await table.get(reseller)) ?? {};
  const by = writes.reduce((sum, { consumes }) => sum + (consumes?.by ?? 0), 0);
  return dryRunReport({
    status,
    body: JSON.parse(body) as unknown,
    events: eventsOf(writes),
    limits: limit === undefined ? [] : [{ limitName: 'allowedOrganizations', by, limit: Number(limit), count: Number(count) }],
  });
};

// The function may not read resellers in a batch.
const readItems = async (table: Table, reseller: Key, keys: readonly Key[]): Promise<ReadItems> => {
  const distinct = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  const [found, others] = await Promise.all([table.get(reseller), table.getAll(distinct)]);
  return { keys: [reseller, ...distinct], items: found ? [found, ...others] : others };
};

const keysMetBy = (batch: BatchRequest): readonly Key[] =>
  batch.body.organizations.flatMap((row, index) => {
    try {
      return keysOf(readRow(batch, row, index));
    } catch {
      // A row that is refused as it stands meets nothing.
      return [];
    }
  });

const keysOf = ({ request: { params, body }, keyed }: Row): readonly Key[] => [
  ...uniqueClaims(params.resellerId, body).map(({ key }) => key),
  ...(keyed ? [idempotencyKey(keyed.id)] : []),
];
