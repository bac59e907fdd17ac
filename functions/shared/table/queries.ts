import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Partition } from './event-keys.ts';
import type { Key, List, Range, treePlace } from './keys.ts';
import { TABLE } from './partitions.ts';
import type { Item } from './transaction.ts';

const [lists, tree] = TABLE.indexes;

/** The part of a list to read: its size, start and direction. */
interface Extent {
  readonly limit: number;
  /** Where the page before ended. */
  readonly after: string | undefined;
  readonly newestFirst?: boolean;
}

/** A page of a list in an index: after a sort key, of the items that match the filter. */
export interface PageRequest extends Extent {
  readonly list: List;
  /** Returns the key of a listed item, by the id that ends its sort key. */
  readonly keyOf: (id: string) => Key;
  readonly filter?: { readonly condition: string; readonly values: Item };
}

/** A page of a range of the table itself; places are sort keys without the prefix of the range. */
export interface RangeRequest extends Extent {
  readonly range: Range;
}

/** A page of a list; `last` is the place to continue after, absent at the end. */
export interface Page {
  readonly items: readonly Item[];
  readonly last?: string;
}

/** The place of a partner in its hierarchy. */
export type Place = ReturnType<typeof treePlace>;

/** The keys of everything below a place, and their total number. */
export interface Branch {
  readonly keys: readonly Key[];
  readonly count: number;
}

/**
 * Reads a page of an index in one query. One more item than requested shows whether there is a next
 * page; with a filter there may be one.
 */
export const readPage = async (
  client: DynamoDBDocumentClient,
  name: string,
  { list, limit, after, keyOf, filter, newestFirst = false }: PageRequest,
): Promise<Page> => {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: lists.name,
      KeyConditionExpression: `${lists.partitionKey} = :list`,
      ExpressionAttributeValues: { ':list': list.gsi1pk, ...filter?.values },
      ScanIndexForward: !newestFirst,
      Limit: filter ? limit : limit + 1,
      ...(filter && { FilterExpression: filter.condition }),
      ...(after !== undefined && { ExclusiveStartKey: { ...keyOf(after.slice(after.indexOf('#') + 1)), ...list, gsi1sk: after } }),
    }),
  );
  return pageOf(Items, limit, LastEvaluatedKey, ({ gsi1sk }) => String(gsi1sk));
};

/** Reads a page of a range in one consistent query. */
export const readRange = async (
  client: DynamoDBDocumentClient,
  name: string,
  { range: { pk, prefix }, limit, after, newestFirst = false }: RangeRequest,
): Promise<Page> => {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: [`${TABLE.partitionKey} = :pk`, ...(prefix ? [`begins_with(${TABLE.sortKey}, :prefix)`] : [])].join(' AND '),
      ExpressionAttributeValues: { ':pk': pk, ...(prefix && { ':prefix': prefix }) },
      ConsistentRead: true,
      ScanIndexForward: !newestFirst,
      Limit: limit + 1,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk: prefix + after } }),
    }),
  );
  return pageOf(Items, limit, LastEvaluatedKey, ({ sk }) => String(sk).slice(prefix.length));
};

/**
 * A span of a partition: at most `limit` items between two places, both included; an index has only
 * keys.
 */
export interface SpanRequest {
  readonly partition: Partition;
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly newestFirst: boolean;
}

/** Reads a span of a partition, a query per megabyte. */
export const readSpan = async (
  client: DynamoDBDocumentClient,
  name: string,
  { partition: { index, pk, prefix }, from, to, limit, newestFirst }: SpanRequest,
): Promise<readonly Item[]> => {
  const [partitionKey, sortKey] = index ? [`${index}pk`, `${index}sk`] : [TABLE.partitionKey, TABLE.sortKey];
  // DynamoDB refuses a span that ends before it begins.
  if (from > to) return [];
  const items: Item[] = [];
  let next: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey }: Answer = await client.send(
      new QueryCommand({
        TableName: name,
        ...(index ? { IndexName: index } : { ConsistentRead: true }),
        KeyConditionExpression: `${partitionKey} = :pk AND ${sortKey} BETWEEN :from AND :to`,
        ExpressionAttributeValues: { ':pk': pk, ':from': prefix + from, ':to': prefix + to },
        ScanIndexForward: !newestFirst,
        Limit: limit - items.length,
        ...(next && { ExclusiveStartKey: next }),
      }),
    );
    items.push(...Items);
    next = LastEvaluatedKey;
  } while (next && items.length < limit);
  return items;
};

interface Answer {
  readonly Items?: Item[] | undefined;
  readonly LastEvaluatedKey?: Item | undefined;
}

const pageOf = (items: readonly Item[], limit: number, cut: Item | undefined, placeOf: (item: Item) => string): Page => {
  const last = items.length > limit ? items[limit - 1] : cut;
  return { items: items.slice(0, limit), ...(last && { last: placeOf(last) }) };
};

/**
 * Finds everything below a place, a query per megabyte of keys; the index is eventually consistent.
 */
export const readBranch = async (
  client: DynamoDBDocumentClient,
  name: string,
  { gsi2pk, gsi2sk }: Place,
  limit: number,
): Promise<Branch> => {
  const keys: Key[] = [];
  let count = 0;
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey }: Answer = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: tree.name,
        KeyConditionExpression: `${tree.partitionKey} = :root AND begins_with(${tree.sortKey}, :place)`,
        ExpressionAttributeValues: { ':root': gsi2pk, ':place': gsi2sk },
        ...(from && { ExclusiveStartKey: { ...from } }),
      }),
    );
    const below = Items.filter((item) => item.gsi2sk !== gsi2sk);
    keys.push(...below.slice(0, limit - keys.length).map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
    count += below.length;
    from = LastEvaluatedKey;
  } while (from);
  return { keys, count };
};
