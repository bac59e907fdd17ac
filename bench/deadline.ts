/**
 * States what the deadline of an invocation adds to a warm call of the table, which here answers at
 * once and with nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { awsClient } from '../functions/shared/base/aws-client.ts';
import { withDeadline } from '../functions/shared/base/deadline.ts';
import { resellerKey } from '../functions/shared/table/keys.ts';
import { put, tryCommit } from '../functions/shared/table/transaction.ts';
import { benchOptions } from './shared/options.ts';
import { report } from './shared/report.ts';
import { median, rounded, timed } from './shared/statistics.ts';

const options = benchOptions();
const [ROUNDS, WARM_UP] = options.quick ? [5, 1] : [3000, 500];

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'bench' }).end('{}');
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const calls = { maxAttempts: 2, requestTimeout: 2000 };
const place = {
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
};
const requestHandler = { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true };
const plain = DynamoDBDocumentClient.from(new DynamoDBClient({ ...place, maxAttempts: 2, requestHandler }));
const honouring = DynamoDBDocumentClient.from(awsClient(DynamoDBClient, calls, place));

const Key = resellerKey('bench');
const writes = [put(Key, { name: 'Bench' }, () => new Error('taken'))];
const Put = { TableName: 'bench', Item: { ...Key, name: 'Bench' }, ConditionExpression: 'attribute_not_exists(pk)' };
const context = { getRemainingTimeInMillis: () => 10_000 };
const invoke = (work: () => Promise<unknown>) => withDeadline(work)(undefined, context);

const WAYS: Readonly<Record<string, readonly [without: () => Promise<unknown>, within: () => Promise<unknown>]>> = {
  'a read': [
    () => plain.send(new GetCommand({ TableName: 'bench', Key })),
    () => invoke(() => honouring.send(new GetCommand({ TableName: 'bench', Key }))),
  ],
  'a commit': [
    () => plain.send(new TransactWriteCommand({ TransactItems: [{ Put }] })),
    () => invoke(() => tryCommit(honouring, 'bench', writes)),
  ],
};

/**
 * Measures the median of either way in milliseconds; a round runs both, each time in another order.
 */
const measured = async (ways: (typeof WAYS)[string]): Promise<readonly [number, number]> => {
  const took: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const way of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const ms = await timed(ways[way]);
      if (round >= WARM_UP) took[way].push(ms);
    }
  }
  return [median(took[0]), median(took[1])];
};

try {
  const rows: object[] = [];
  const ratios: Record<string, number> = {};
  for (const [call, ways] of Object.entries(WAYS)) {
    const [without, within] = await measured(ways);
    const ratio = rounded(within / without, 2);
    rows.push({ call, 'median ms': rounded(within, 3), 'added µs': rounded(1000 * (within - without), 0), ratio });
    ratios[`deadline.${call}`] = ratio;
  }
  console.table(rows);
  report('deadline', { rows, ratios }, options);
} finally {
  for (const client of [plain, honouring]) client.destroy();
  server.close();
  server.closeAllConnections();
}
