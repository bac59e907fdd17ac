import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';
import { isOutage } from './outage.ts';
import { Refusal } from './problems.ts';
import {
  type Branch,
  type Page,
  type PageRequest,
  type Place,
  type RangeRequest,
  readBranch,
  readPage,
  readRange,
  readSpan,
  type SpanRequest,
} from './queries.ts';
import { commit, type Item, rehearsed, type Write } from './transaction.ts';

/** The single table; every method but `branch` is one round trip. */
export interface Table {
  /** Reads one item, with everything written before. */
  get(key: Key): Promise<Item | undefined>;
  /** Reads up to 100 items, in no order, with everything written before; those that do not exist are left out. */
  getAll(keys: readonly Key[]): Promise<readonly Item[]>;
  /** Reads a page of a list in creation order. A filtered page may be short, even empty, and still not be the last. */
  page(request: PageRequest): Promise<Page>;
  /** Reads a page of a range of sort keys, with everything written before. */
  range(request: RangeRequest): Promise<Page>;
  /** Reads a span of a partition, of the table or of an index. */
  span(request: SpanRequest): Promise<readonly Item[]>;
  /** Finds the keys of all below a place of the tree, at most `limit`, and how many there are in all. One round trip per megabyte of keys. */
  branch(place: Place, limit: number): Promise<Branch>;
  /** Writes all or nothing; see `commit`. */
  commit(writes: readonly Write[]): Promise<void>;
}

/** Opens the table of that name; a table that cannot be reached is refused as `dependency-unavailable` (503). */
export const openTable = (name: string, client: DynamoDBDocumentClient): Table => ({
  get: (key) => reached(async () => (await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }))).Item),
  getAll: (keys) => reached(() => batchGet(client, name, keys)),
  page: (request) => reached(() => readPage(client, name, request)),
  range: (request) => reached(() => readRange(client, name, request)),
  span: (request) => reached(() => readSpan(client, name, request)),
  branch: (place, limit) => reached(() => readBranch(client, name, place, limit)),
  commit: (writes) => reached(() => commit(client, name, writes)),
});

/** The same table, in which nothing is written: conditions are checked, and `onCommit` is told what would have been. */
export const rehearsal = (table: Table, onCommit: (writes: readonly Write[]) => void): Table => ({
  ...table,
  commit: async (writes) => {
    await table.commit(rehearsed(writes));
    onCommit(writes);
  },
});

const batchGet = async (client: DynamoDBDocumentClient, name: string, keys: readonly Key[]): Promise<readonly Item[]> => {
  if (keys.length === 0) return [];
  const asked = { [name]: { Keys: [...keys], ConsistentRead: true } };
  const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: asked }));
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw unavailable(new Error('the table left keys unprocessed'));
  return Responses?.[name] ?? [];
};

const reached = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    // What the table refuses by its rules is a defect of ours.
    throw !(error instanceof Refusal) && isOutage(error) ? unavailable(error) : error;
  }
};

const unavailable = (cause: unknown) =>
  new Refusal('dependency-unavailable', 'The table is unavailable; try again.', { headers: { 'retry-after': '1' }, cause });
