/**
 * Finds webhook endpoints that differ between the table and EventBridge, with the AWS credentials
 * of the operator.
 */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Given } from './command/declaration.ts';
import type { orphanedEndpoints } from './orphans/declaration.ts';
import { type DriftedEndpoint, findDrift, repair, requirePlausible } from './orphans/drift.ts';
import type { ResourceKind } from './orphans/resources.ts';
import { installationOf } from './shared/installation.ts';
import { operatorTable } from './shared/operator-table.ts';
import { readStackOutputs } from './shared/stack-outputs.ts';
import { withStatus } from './shared/status.ts';
import { UsageError } from './shared/usage-error.ts';

/** Runs `tenantry orphaned-endpoints`. */
export const run = async ({ values }: Given<typeof orphanedEndpoints.options>): Promise<void> => {
  const {
    stage,
    name,
    bus,
    table: given = process.env.TABLE_NAME,
    delete: removes = false,
    force = false,
    'dry-run': isDryRun = false,
  } = values;
  const own = installationOf({ stage, name });
  if (own === undefined) throw new UsageError('--stage is required.');
  const { TableName, EventBusName = own } = given ? { TableName: given } : await readStackOutputs(own, 'Data');
  if (!TableName) throw new Error(`The data stack of ${own} has no output TableName: deploy it, or name the table with --table.`);
  const client = new EventBridgeClient({ maxAttempts: 8 });
  const installation = { client, table: operatorTable(TableName), prefix: `${own}-`, busName: bus ?? EventBusName };

  const found = await withStatus('Comparing the table with EventBridge', () => findDrift(installation));
  if (removes && !isDryRun && !force) requirePlausible(found);
  const { drifted } = found;
  if (drifted.length === 0) console.log('Every endpoint has its resources, and every resource its endpoint.');
  else print(drifted, isDryRun ? [] : await withStatus('Repairing', () => repair(drifted, installation, { removes })));
};

const print = (drifted: readonly DriftedEndpoint[], repaired: readonly DriftedEndpoint[]): void => {
  const line = (...cells: readonly string[]) => console.log(cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join('  '));
  line('endpoint', 'what', 'connection', 'destination', 'rule', 'done');
  for (const one of drifted) {
    const has = (kind: ResourceKind) => (one.resources.has(kind) ? 'yes' : '-');
    const connection = one.resources.has('unauthorized') ? 'refused' : has('connection');
    const done = repaired.includes(one) ? DONE[one.kind] : '-';
    line(one.id, one.kind, connection, has('destination'), has('rule'), done);
  }
};

const WIDTHS = [36, 10, 10, 11, 4, 0];
const DONE = { orphan: 'removed', incomplete: 'to be reconciled', surplus: 'to be reconciled' };
