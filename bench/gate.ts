/**
 * States what the gate of the embedded runtime adds to a call of DynamoDB: the hop alone, and the
 * hop with the decision by the policies of the template.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openJournal } from '@tenantry/cdk-local/base/journal';
import { openTables, type Start } from '@tenantry/cdk-local/deployment';
import { openGate } from '@tenantry/cdk-local/dynamodb/gate';
import { openAccess } from '@tenantry/cdk-local/iam/access';
import { functionDefinition } from '@tenantry/cdk-local/lambda/definition';
import { openDatabaseGate } from '@tenantry/cdk-local/runtime';
import { openSecrets } from '@tenantry/cdk-local/secrets-manager/secrets';
import { readAssembly } from '@tenantry/cdk-local/template/assembly';
import { readModel } from '@tenantry/cdk-local/template/model';
import { createOrganization } from '../functions/organizations/creation.ts';
import { organizationStore } from '../functions/organizations/store.ts';
import { createReseller } from '../functions/resellers/create.ts';
import { resellerStore } from '../functions/resellers/store.ts';
import { newId, now } from '../functions/shared/runtime.ts';
import { eventRecorder } from '../functions/shared/table/events.ts';
import { openTable, type Table } from '../functions/shared/table/table.ts';
import { openAssembly } from './shared/assembly.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { median, rounded, timed } from './shared/statistics.ts';

const options = benchOptions();
const [ROUNDS, WARM_UP] = options.quick ? [2, 1] : [200, 50];

const caller = { actor: 'token:bench', permissions: new Set<never>() };
const request = { caller, query: {}, header: {}, origin: { actor: 'bench', requestId: 'r', sourceIp: '127.0.0.1' }, remember: () => [] };
const record = eventRecorder({ newId, retentionDays: 1 });

const { folder, remove } = await openAssembly();
const stops: (() => unknown)[] = [remove];

/** Reads the template's policies as the runtime does; a call that is denied fails the benchmark. */
const prepare = (): Start => {
  const model = readModel(readAssembly(folder), () => 'bench');
  const warn = (message: string): void => console.warn(message);
  const access = openAccess({ onDenied: () => undefined, warn });
  // Resources that name what is not started here are of no function that calls.
  access.read(model, () => undefined);
  const started = { assembly: folder, port: 0, on: {} };
  return { model, options: started, secrets: openSecrets(), access, journal: openJournal(undefined), refuse: () => undefined, warn };
};

/** Opens a table as that function has it, at an address. */
const tableAs = ({ model, access }: Start, entry: string, tableName: string, endpoint: string): Table => {
  const found = model.ofType('AWS::Lambda::Function').find(({ reference }) => reference().ref.includes(entry));
  if (found === undefined) throw new Error(`The template has no function ${entry}.`);
  const { roleArn, name, arn } = functionDefinition(found);
  const keys = access.sessions.credentialsOf({ roleArn, sessionName: name, functionArn: arn });
  const credentials = { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY };
  const base = new DynamoDBClient({ endpoint, region: model.environment.region, credentials, maxAttempts: 1 });
  stops.push(() => base.destroy());
  return openTable(tableName, DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }));
};

/**
 * Runs every way once a round, beginning with another each time, so that none profits from its
 * place.
 */
const interleaved = async (ways: readonly (() => Promise<unknown>)[]): Promise<readonly (readonly number[])[]> => {
  const took = ways.map((): number[] => []);
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (let turn = 0; turn < ways.length; turn += 1) {
      const way = (round + turn) % ways.length;
      const ms = await timed(ways[way] ?? (() => Promise.resolve()));
      if (round >= WARM_UP) took[way]?.push(ms);
    }
  }
  return took;
};

try {
  const start = prepare();
  const database = await openTables(start);
  stops.push(() => database.stop());
  const open = await openGate({ url: database.url, authorize: () => undefined, onDefect: console.error });
  stops.push(() => open.stop());
  const gate = await openDatabaseGate(start, database);
  stops.push(() => gate.stop());
  const ways = { 'the server itself': database.url, 'a gate that asks nothing': open.url, 'the gate': gate.url };

  const tableName = database.definitions[0]?.create.TableName ?? '';
  const direct = tableAs(start, 'OrganizationsCreate', tableName, database.url);
  const [resellerId, id] = [newId(), newId()];
  const limits = { name: 'Bench', email: 'bench@example.com', allowedUsers: -1, allowedOrganizations: -1 };
  await createReseller(
    { ...request, params: {}, body: limits },
    { resellers: resellerStore(direct), record, newId: () => resellerId, now },
  );
  const create = (table: Table, organizationId: string) => {
    const body = { name: newId(), email: 'it@example.com', allowedUsers: 5 };
    const deps = { organizations: organizationStore(table), record, newId: () => organizationId, now };
    return createOrganization({ ...request, params: { resellerId }, body }, deps);
  };
  await create(direct, id);

  const at = (entry: string) => Object.values(ways).map((url) => tableAs(start, entry, tableName, url));
  const calls = {
    GetItem: at('OrganizationsGet').map((table) => () => organizationStore(table).get(resellerId, id, now())),
    TransactWriteItems: at('OrganizationsCreate').map((table) => () => create(table, newId())),
  };
  const rows: object[] = [];
  const ratios: Record<string, number> = {};
  for (const [call, run] of Object.entries(calls)) {
    const took = await interleaved(run);
    const baseline = took[0] ?? [];
    for (const [index, each] of took.entries()) {
      const through = Object.keys(ways)[index] ?? '';
      const ratio = rounded(median(each) / median(baseline), 2);
      // Within a round: transactions take longer the more records the server's stream holds.
      const added = median(each.map((ms, round) => ms - (baseline[round] ?? Number.NaN)));
      rows.push({ call, through, 'median ms': rounded(median(each), 2), 'added ms': rounded(added, 2), ratio });
      ratios[`gate.${call} through ${through}`] = ratio;
    }
  }
  console.table(rows);
  console.log(`Medians of ${ROUNDS} interleaved rounds, a call each way, by the SDK's client as a function has it.`);
  report('gate', { rows, ratios }, options);
} finally {
  for (const stop of stops.toReversed()) await stop();
}
