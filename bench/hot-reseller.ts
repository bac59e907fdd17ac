/**
 * States how many creates a second one hot reseller takes, against the same load spread over as
 * many resellers as there are callers.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createOrganization } from '../functions/organizations/creation.ts';
import { organizationStore } from '../functions/organizations/store.ts';
import { createReseller } from '../functions/resellers/create.ts';
import { resellerStore } from '../functions/resellers/store.ts';
import { Refusal } from '../functions/shared/contract/problems.ts';
import { newId, now } from '../functions/shared/runtime.ts';
import { eventRecorder } from '../functions/shared/table/events.ts';
import { openTable } from '../functions/shared/table/table.ts';
import { startTable } from '../testing/table.ts';
import { type Contention, contended, counted } from './contended-client.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { percentile, rounded } from './shared/statistics.ts';

const options = benchOptions();
const [CALLERS, CREATES, ROUNDS] = options.quick ? [[1, 4], 8, 1] : [[1, 4, 16, 64], 400, 3];
const LATENCY_MS = 5;

const server = await startTable();
const requestHandler = { httpAgent: { keepAlive: true, maxSockets: 256 } };
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const base = new DynamoDBClient({ endpoint: server.url, region: 'eu-west-1', credentials, requestHandler });
const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });

const caller = { actor: 'token:bench', permissions: new Set<never>() };
const request = { caller, query: {}, header: {}, origin: { actor: 'bench', requestId: 'r', sourceIp: '127.0.0.1' }, remember: () => [] };
const record = eventRecorder({ newId, retentionDays: 1 });

const openReseller = async (): Promise<string> => {
  const id = newId();
  const body = { name: 'Bench', email: 'bench@example.com', allowedUsers: -1, allowedOrganizations: -1 };
  const resellers = resellerStore(openTable(server.name, client));
  await createReseller({ ...request, params: {}, body }, { resellers, record, newId: () => id, now });
  return id;
};

/** The result of a load of creates. */
interface Result extends Contention {
  readonly took: number[];
  refused: number;
  seconds: number;
}

const nothing = (): Result => ({ took: [], refused: 0, seconds: 0, transactions: 0, conflicts: 0 });

/** Lets callers create one organization after another, each below its reseller. */
const load = async (resellerIds: readonly string[], over: DynamoDBDocumentClient, result: Result): Promise<void> => {
  const deps = { organizations: organizationStore(openTable(server.name, counted(over, result))), record, newId, now };
  const create = async (resellerId: string): Promise<void> => {
    const started = performance.now();
    const body = { name: newId(), email: 'it@example.com', allowedUsers: 5 };
    try {
      await createOrganization({ ...request, params: { resellerId }, body }, deps);
      result.took.push(performance.now() - started);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'contention') throw error;
      result.refused += 1;
    }
  };
  const started = performance.now();
  const call = async (resellerId: string): Promise<void> => {
    for (let made = 0; made < CREATES / resellerIds.length; made += 1) await create(resellerId);
  };
  await Promise.all(resellerIds.map(call));
  result.seconds += (performance.now() - started) / 1000;
};

const rateOf = ({ took, seconds }: Result): number => took.length / seconds;

/**
 * Measures both loads for each number of callers, in turn; prints what they came to and how many
 * transactions were cancelled.
 */
const compare = async (over: DynamoDBDocumentClient): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const callers of CALLERS) {
    const [hot, spread] = [nothing(), nothing()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const one = await openReseller();
      const others = await Promise.all(Array.from({ length: callers }, openReseller));
      await load(
        others.map(() => one),
        over,
        hot,
      );
      await load(others, over, spread);
    }
    rows.push(rowOf(callers, 'one', hot, rateOf(spread)), rowOf(callers, String(callers), spread, rateOf(spread)));
  }
  console.table(rows);
  const sum = (name: 'transactions' | 'cancelled'): number => rows.reduce((total, row) => total + row[name], 0);
  console.log(`${sum('cancelled')} of ${sum('transactions')} transactions were cancelled for a conflict.`);
  return rows;
};

type Row = ReturnType<typeof rowOf>;

const rowOf = (callers: number, resellers: string, result: Result, baseline: number) => ({
  callers,
  resellers,
  'creates/s': Math.round(rateOf(result)),
  ratio: rounded(rateOf(result) / baseline, 2),
  'p50 ms': rounded(percentile(result.took, 0.5), 1),
  'p99 ms': rounded(percentile(result.took, 0.99), 1),
  created: result.took.length,
  transactions: result.transactions,
  cancelled: result.conflicts,
  'tried again': result.conflicts - result.refused,
  'refused (503)': result.refused,
});

try {
  const warmUp = await openReseller();
  await load([warmUp], client, nothing());
  console.log('On the emulator, which runs transactions one after another: DynamoDB itself will differ.');
  const emulated = await compare(client);
  console.log(
    `As DynamoDB would: each transaction takes ${LATENCY_MS} ms and holds its items meanwhile, and one that meets a held item is cancelled (TransactionConflict).`,
  );
  const conflicting = await compare(contended(client, LATENCY_MS));
  // Of times, so that less is better as in every other bound.
  const ratios = conflicting
    .filter(({ resellers }) => resellers === 'one')
    .map(({ callers, ratio }) => [`hot-reseller.time of ${callers} callers`, rounded(1 / ratio, 2)] as const);
  report('hot-reseller', { rows: { emulated, conflicting }, ratios: Object.fromEntries(ratios) }, options);
} finally {
  base.destroy();
  await server.stop();
}
