import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Key, type List, TABLE, type treePlace } from './keys.ts';
import type { Item } from './transaction.ts';

const [lists, tree] = TABLE.indexes;

/** What to read of a list: a page of at most `limit`, after a sort key, of the items that meet the filter. */
export interface PageRequest {
  readonly list: List;
  readonly limit: number;
  /** The sort key of the last item of the page before. */
  readonly after: string | undefined;
  /** The key of a listed item, by the id that ends its sort key. */
  readonly keyOf: (id: string) => Key;
  readonly filter?: { readonly condition: string; readonly values: Item };
}

/** A page of a list; `last` is the sort key to go on after, absent when nothing comes behind. */
export interface Page {
  readonly items: readonly Item[];
  readonly last?: string;
}

/** Where a partner stands in its hierarchy. */
export type Place = ReturnType<typeof treePlace>;

/** The keys of what stands below a place, and how many there are in all. */
export interface Branch {
  readonly keys: readonly Key[];
  readonly count: number;
}

/** Reads a page in one query. One item more than asked for tells whether there is a next page; a filter can only say that there may be one. */
export const readPage = async (
  client: DynamoDBDocumentClient,
  name: string,
  { list, limit, after, keyOf, filter }: PageRequest,
): Promise<Page> => {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      IndexName: lists.name,
      KeyConditionExpression: `${lists.partitionKey} = :list`,
      ExpressionAttributeValues: { ':list': list.gsi1pk, ...filter?.values },
      Limit: filter ? limit : limit + 1,
      ...(filter && { FilterExpression: filter.condition }),
      ...(after !== undefined && { ExclusiveStartKey: { ...keyOf(after.slice(after.indexOf('#') + 1)), ...list, gsi1sk: after } }),
    }),
  );
  const last = Items[limit] ? Items[limit - 1]?.gsi1sk : LastEvaluatedKey?.gsi1sk;
  return { items: Items.slice(0, limit), ...(last !== undefined && { last: String(last) }) };
};

/** Finds all below a place, a query per megabyte of keys; the index follows the table a moment later. */
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
    const { Items = [], LastEvaluatedKey }: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await client.send(
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
