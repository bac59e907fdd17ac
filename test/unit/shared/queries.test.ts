import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { treePlace } from '../../../functions/shared/table/keys.ts';
import { readBranch, readPage, readRange } from '../../../functions/shared/table/queries.ts';

interface QueryInput {
  readonly Limit?: number;
  readonly ExclusiveStartKey?: object;
}

/** A client that answers each query with the next page, and notes what was asked. */
const clientOf = (...pages: readonly object[]) => {
  const queries: QueryInput[] = [];
  const send = async ({ input }: { input: QueryInput }) => {
    queries.push(input);
    return pages[queries.length - 1] ?? {};
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, queries };
};

const list = { gsi1pk: 'CHILDREN#1' };
const first = { list, after: undefined, keyOf: (id: string) => ({ pk: id, sk: 's' }) };
const itemsOf = (count: number) => Array.from({ length: count }, (_, at) => ({ id: at, gsi1sk: `t#${at}` }));
const filter = { condition: 'isActive = :active', values: { ':active': true } };

test('one item more than requested shows that there is a next page, and is not in this one', async () => {
  const { client, queries } = clientOf({ Items: itemsOf(3), LastEvaluatedKey: { gsi1sk: 't#2' } });
  expect(await readPage(client, 't', { ...first, limit: 2 })).toEqual({ items: itemsOf(2), last: 't#1' });
  expect(queries[0]?.Limit).toBe(3);
});

test('a page that is not full has no next one', async () => {
  expect(await readPage(clientOf({ Items: itemsOf(2) }).client, 't', { ...first, limit: 2 })).toEqual({ items: itemsOf(2) });
  expect(await readPage(clientOf({}).client, 't', { ...first, limit: 2 })).toEqual({ items: [] });
});

test('a page that the table cuts short, at a megabyte or by a filter, goes on where it was cut', async () => {
  const cut = { Items: itemsOf(2), LastEvaluatedKey: { gsi1sk: 't#7' } };
  expect(await readPage(clientOf(cut).client, 't', { ...first, limit: 5 })).toEqual({ items: itemsOf(2), last: 't#7' });
  const { client, queries } = clientOf(cut);
  expect(await readPage(client, 't', { ...first, limit: 5, filter })).toEqual({ items: itemsOf(2), last: 't#7' });
  expect(queries[0]?.Limit).toBe(5);
});

test('a page goes on after a key that names the item in table and index', async () => {
  const { client, queries } = clientOf({});
  await readPage(client, 't', { list, limit: 2, after: 't#1', keyOf: (id) => ({ pk: id === '1' ? 'p' : 'of another item', sk: 's' }) });
  expect(queries[0]?.ExclusiveStartKey).toEqual({ pk: 'p', sk: 's', gsi1pk: 'CHILDREN#1', gsi1sk: 't#1' });
});

const place = treePlace([1], 7);
const keysOf = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ pk: `PARTNER#${from + at}`, sk: 'PARTNER', ...treePlace([1, 7], from + at) }));

test('a branch is counted through all pages, its top left out, and only so many keys are kept', async () => {
  const top = { pk: 'PARTNER#7', sk: 'PARTNER', ...place };
  const { client, queries } = clientOf({ Items: [top, ...keysOf(10, 3)], LastEvaluatedKey: { pk: 'x' } }, { Items: keysOf(20, 4) });
  const { keys, count } = await readBranch(client, 't', place, 5);
  expect(count).toBe(7);
  expect(keys.map(({ pk }) => pk)).toEqual(['PARTNER#10', 'PARTNER#11', 'PARTNER#12', 'PARTNER#20', 'PARTNER#21']);
  expect(queries[1]?.ExclusiveStartKey).toEqual({ pk: 'x' });
});

const range = { pk: 'RESELLER#r', prefix: 'ORG#' };
const sorted = (count: number) => Array.from({ length: count }, (_, at) => ({ pk: range.pk, sk: `ORG#${at}` }));

test('a range is read in one consistent query of what begins with its prefix, in the direction asked for', async () => {
  const { client, queries } = clientOf({}, {});
  await readRange(client, 't', { range, limit: 2, after: undefined });
  await readRange(client, 't', { range, limit: 2, after: '7', newestFirst: true });
  const query = {
    TableName: 't',
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': 'RESELLER#r', ':prefix': 'ORG#' },
    ConsistentRead: true,
    Limit: 3,
  };
  expect(queries).toEqual([
    { ...query, ScanIndexForward: true },
    { ...query, ScanIndexForward: false, ExclusiveStartKey: { pk: 'RESELLER#r', sk: 'ORG#7' } },
  ]);
});

test('a range without a prefix is the whole partition', async () => {
  const { client, queries } = clientOf({});
  await readRange(client, 't', { range: { pk: 'RESELLERS', prefix: '' }, limit: 2, after: 'x' });
  expect(queries[0]).toMatchObject({
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': 'RESELLERS' },
    ExclusiveStartKey: { pk: 'RESELLERS', sk: 'x' },
  });
});

test.each([
  ['one item more than asked for', { Items: sorted(3) }, { items: sorted(2), last: '1' }],
  ['no more than asked for', { Items: sorted(2) }, { items: sorted(2) }],
  ['nothing', {}, { items: [] }],
  ['what the table cut short', { Items: sorted(1), LastEvaluatedKey: { pk: range.pk, sk: 'ORG#0' } }, { items: sorted(1), last: '0' }],
  ['nothing yet', { LastEvaluatedKey: { pk: range.pk, sk: 'ORG#5' } }, { items: [], last: '5' }],
])('of a range that answers %s, the place to go on after is without the prefix', async (_, answer, page) => {
  expect(await readRange(clientOf(answer).client, 't', { range, limit: 2, after: undefined })).toEqual(page);
});
