/** Finds what does not fit between the webhook endpoints of the table and EventBridge, with the AWS credentials of the operator. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openTable } from '../functions/shared/table/table.ts';
import { findMisfits, type Misfit, mend, requirePlausible } from './orphans/misfits.ts';
import type { ResourceKind } from './orphans/resources.ts';
import { parseOnce } from './shared/parse-once.ts';
import { stackOutputs } from './shared/stack-outputs.ts';

const USAGE = `Finds connections, destinations and rules that no webhook endpoint has, and endpoints that lack theirs.

  npm run -s webhooks:orphans -- --stage <stage> [--name <name>] [--bus <name>] [--table <name>] [--delete [--force]] [--dry-run]

  --stage     the stage
  --name      the name of the installation (default: tenantry)
  --bus       the event bus (default: the output EventBusName of the data stack; with --table, <name>-<stage>)
  --table     the table (default: the environment variable TABLE_NAME, or else the output TableName of the data stack)
  --delete    removes what no endpoint has; not when that is more than half of what there is: then the table is probably another stage's
  --force     removes it nevertheless
  --dry-run   changes nothing: not even endpoints that lack something are put on the reconciler's list
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
  const { help, stage, name, bus, table: given, delete: removes, force, 'dry-run': isRehearsal } = parseOnce({ options }).values;
  if (help) return console.log(USAGE);
  if (!stage) throw new Error(`missing: --stage\n\n${USAGE}`);
  const own = `${name}-${stage}`;
  const { TableName, EventBusName = own } = given ? { TableName: given } : await stackOutputs(own, 'Data');
  if (!TableName) throw new Error(`The data stack of ${own} has no output TableName: deploy it, or name the table with --table.`);
  const client = new EventBridgeClient({ maxAttempts: 8 });
  const table = openTable(
    TableName,
    DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions: { removeUndefinedValues: true } }),
  );
  const installation = { client, table, prefix: `${own}-`, busName: bus ?? EventBusName };

  const found = await findMisfits(installation);
  if (removes && !isRehearsal && !force) requirePlausible(found);
  const { misfits } = found;
  if (misfits.length === 0) console.log('Every endpoint has its resources, and every resource its endpoint.');
  else print(misfits, isRehearsal ? [] : await mend(misfits, installation, { removes }));
};

const print = (misfits: readonly Misfit[], mended: readonly Misfit[]): void => {
  const line = (...cells: readonly string[]) => console.log(cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join('  '));
  line('endpoint', 'what', 'connection', 'destination', 'rule', 'done');
  for (const misfit of misfits) {
    const has = (kind: ResourceKind) => (misfit.resources.has(kind) ? 'yes' : '-');
    const connection = misfit.resources.has('unauthorized') ? 'refused' : has('connection');
    const done = mended.includes(misfit) ? DONE[misfit.kind] : '-';
    line(misfit.id, misfit.kind, connection, has('destination'), has('rule'), done);
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
