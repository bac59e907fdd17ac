/**
 * Finds webhook endpoints that differ between the table and EventBridge, with the AWS credentials
 * of the operator.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openTable } from '../functions/shared/table/table.ts';
import { type DriftedEndpoint, findDrift, repair, requirePlausible } from './orphans/drift.ts';
import type { ResourceKind } from './orphans/resources.ts';
import { parseOnce } from './shared/parse-once.ts';
import { readStackOutputs } from './shared/stack-outputs.ts';

const USAGE = `Finds connections, destinations and rules without a webhook endpoint, and endpoints that lack theirs.

  npm run -s webhooks:orphans -- --stage <stage> [--name <name>] [--bus <name>] [--table <name>]
                                 [--delete [--force]] [--dry-run]

  --stage     the stage
  --name      the name of the installation (default: tenantry)
  --bus       the event bus (default: the output EventBusName of the data stack; with --table,
              <name>-<stage>)
  --table     the table (default: the environment variable TABLE_NAME, or the output TableName of
              the data stack)
  --delete    removes resources without an endpoint; refuses when they outnumber the endpoints:
              then the table is probably another stage's
  --force     removes them all the same
  --dry-run   changes nothing; endpoints that lack resources are not reconciled either
  Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).
`;

const options = {
  stage: { type: 'string' },
  name: { type: 'string', default: 'tenantry' },
  bus: { type: 'string' },
  table: { type: 'string', default: process.env.TABLE_NAME ?? '' },
  delete: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean' },
} as const;

const main = async (): Promise<void> => {
  const { help, stage, name, bus, table: given, delete: removes, force, 'dry-run': isDryRun } = parseOnce({ options }).values;
  if (help) return console.log(USAGE);
  if (!stage) throw new Error(`missing: --stage\n\n${USAGE}`);
  const own = `${name}-${stage}`;
  const { TableName, EventBusName = own } = given ? { TableName: given } : await readStackOutputs(own, 'Data');
  if (!TableName) throw new Error(`The data stack of ${own} has no output TableName: deploy it, or name the table with --table.`);
  const client = new EventBridgeClient({ maxAttempts: 8 });
  const table = openTable(
    TableName,
    DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions: { removeUndefinedValues: true } }),
  );
  const installation = { client, table, prefix: `${own}-`, busName: bus ?? EventBusName };

  const found = await findDrift(installation);
  if (removes && !isDryRun && !force) requirePlausible(found);
  const { drifted } = found;
  if (drifted.length === 0) console.log('Every endpoint has its resources, and every resource its endpoint.');
  else print(drifted, isDryRun ? [] : await repair(drifted, installation, { removes }));
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

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
