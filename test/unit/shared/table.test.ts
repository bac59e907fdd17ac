import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../../functions/shared/contract/problems.ts';
import { treePlace } from '../../../functions/shared/table/keys.ts';
import { openTable } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/transaction.ts';

const KEY = { pk: 'a', sk: 'a' };
const tableOf = (send: (command: { input: object }) => Promise<object>) => openTable('t', { send } as unknown as DynamoDBDocumentClient);
const failing = (error: Error) => tableOf(() => Promise.reject(error));
const errorWith = (members: object) => Object.assign(new Error('inner words'), members);

test.each([
  ['a server fault', { $fault: 'server' }],
  ['a throttle that outlasted its retries', { name: 'ThrottlingException', $fault: 'client' }],
  ['too many requests of the account', { name: 'RequestLimitExceeded', $fault: 'client' }],
  ['a table at its limit', { name: 'ProvisionedThroughputExceededException', $fault: 'client' }],
  ['a transaction still under way', { name: 'TransactionInProgressException', $fault: 'client' }],
  ['no answer in time', { name: 'TimeoutError' }],
  ['a refused connection', { code: 'ECONNREFUSED' }],
  ['a connection that broke', { code: 'ECONNRESET' }],
  ['a name that does not resolve', { code: 'ENOTFOUND' }],
])('%s means that the table is unavailable', async (_, members) => {
  const error = errorWith(members);
  const unavailable = { code: 'dependency-unavailable', headers: { 'retry-after': '1' }, cause: error };
  await expect(failing(error).get(KEY)).rejects.toMatchObject(unavailable);
  await expect(failing(error).getAll([KEY])).rejects.toMatchObject(unavailable);
  await expect(failing(error).page({ list: { gsi1pk: 'l' }, limit: 1, after: undefined, keyOf: () => KEY })).rejects.toMatchObject(
    unavailable,
  );
  await expect(failing(error).branch(treePlace([], 1), 1)).rejects.toMatchObject(unavailable);
  await expect(failing(error).commit([put(KEY, {}, () => new Error('refused'))])).rejects.toMatchObject(unavailable);
});

test.each([
  ['a rule of the table', errorWith({ name: 'ValidationException', $fault: 'client' })],
  ['a missing table', errorWith({ name: 'ResourceNotFoundException', $fault: 'client' })],
  ['a missing right', errorWith({ name: 'AccessDeniedException', $fault: 'client' })],
  ['a refusal', new Refusal('name-taken', 'taken')],
])('%s is passed on as it is', async (_, error) => {
  await expect(failing(error).get(KEY)).rejects.toBe(error);
});

test('keys that the table leaves unread again and again are an outage, not absent items', async () => {
  let requested = 0;
  const table = tableOf(async () => {
    requested += 1;
    return { Responses: { t: [] }, UnprocessedKeys: { t: { Keys: [KEY] } } };
  });
  await expect(table.getAll([KEY])).rejects.toMatchObject({ code: 'dependency-unavailable' });
  expect(requested).toBe(4);
});

test('what the table leaves out because a megabyte is read is asked for again, as often as it answers some', async () => {
  const keys = Array.from({ length: 12 }, (_, at) => ({ pk: 'p', sk: String(at) }));
  const table = tableOf(async ({ input }) => {
    const requested = (input as { RequestItems: { t: { Keys: object[] } } }).RequestItems.t.Keys;
    return { Responses: { t: requested.slice(0, 1) }, UnprocessedKeys: requested.length > 1 ? { t: { Keys: requested.slice(1) } } : {} };
  });
  expect(await table.getAll(keys)).toEqual(keys);
});

test('no keys are read without a round trip', async () => {
  expect(await failing(new Error('called')).getAll([])).toEqual([]);
});

test('reads see everything that was written before', async () => {
  const inputs: object[] = [];
  const table = tableOf(async ({ input }) => {
    inputs.push(input);
    return { Item: { pk: 'a' }, Responses: { t: [{ pk: 'a' }] } };
  });
  expect(await table.get(KEY)).toEqual({ pk: 'a' });
  expect(await table.getAll([KEY])).toEqual([{ pk: 'a' }]);
  expect(inputs).toMatchObject([{ ConsistentRead: true }, { RequestItems: { t: { ConsistentRead: true } } }]);
});
