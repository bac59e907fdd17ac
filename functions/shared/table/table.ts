import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { pause } from '../base/deadline.ts';
import { isOutage } from '../base/outage.ts';
import { Refusal } from '../contract/problems.ts';
import type { Meter } from '../observability/meter.ts';
import type { Key } from './keys.ts';
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
import { StaleReadError } from './retry-on-conflict.ts';
import { conditionChecksOf, type FailedAssumption, type Item, tryCommit, type Write } from './transaction.ts';

/**
 * The single table. A method is one round trip, unless it says otherwise or the data is large or
 * contended.
 */
export interface Table {
  /** Reads one item, with a consistent read. */
  get(key: Key): Promise<Item | undefined>;
  /**
   * Reads items, in no order, with consistent reads; missing ones are left out. A round trip for
   * each hundred, all at once.
   */
  getAll(keys: readonly Key[]): Promise<readonly Item[]>;
  /**
   * Reads a page of a list in creation order. A filtered page may be short, even empty, and still
   * not be the last.
   */
  page(request: PageRequest): Promise<Page>;
  /** Reads a page of a range of sort keys, with a consistent read. */
  range(request: RangeRequest): Promise<Page>;
  /** Reads a span of a partition, of the table or of an index. One round trip per megabyte. */
  span(request: SpanRequest): Promise<readonly Item[]>;
  /**
   * Finds the keys of everything below a place of the tree, at most `limit`, and their total
   * number. One round trip per megabyte of keys.
   */
  branch(place: Place, limit: number): Promise<Branch>;
  /**
   * Writes all or nothing, and returns the assumption that failed, if one did.
   * @throws the refusal of the first write whose condition fails
   */
  tryCommit(writes: readonly Write[]): Promise<FailedAssumption | undefined>;
  /** Writes the same way; a failed assumption is thrown as a `StaleReadError`. */
  readonly commit: Commit;
}

/**
 * A commit that calls `tryCommit`. Only `replaceCommit` creates one: a table whose two commits
 * differ does not compile.
 */
export interface Commit {
  (writes: readonly Write[]): Promise<void>;
  readonly follows: 'tryCommit';
}

/**
 * Creates the table of that name, which counts its commits when there is a meter. A table that
 * cannot be reached, or not in the time of the invocation, is refused as `dependency-unavailable`
 * (503).
 */
export const openTable = (name: string, client: DynamoDBDocumentClient, meter?: Meter): Table =>
  replaceCommit(
    {
      get: (key) => refuseOutage(async () => (await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }))).Item),
      getAll: (keys) =>
        refuseOutage(async () => (await Promise.all(splitIntoBatches(keys).map((batch) => batchGet(client, name, batch)))).flat()),
      page: (request) => refuseOutage(() => readPage(client, name, request)),
      range: (request) => refuseOutage(() => readRange(client, name, request)),
      span: (request) => refuseOutage(() => readSpan(client, name, request)),
      branch: (place, limit) => refuseOutage(() => readBranch(client, name, place, limit)),
    },
    (writes) => refuseOutage(() => tryCommit(client, name, writes, meter)),
  );

/** Returns the table with another `tryCommit`, which its `commit` follows. */
export const replaceCommit = (table: Omit<Table, 'commit' | 'tryCommit'>, tryCommit: Table['tryCommit']): Table => ({
  ...table,
  tryCommit,
  commit: Object.assign(
    async (writes: readonly Write[]): Promise<void> => {
      if (await tryCommit(writes)) throw new StaleReadError();
    },
    { follows: 'tryCommit' } as const,
  ),
});

/**
 * Returns a table that only checks the conditions of its commits, and passes successful ones to
 * `onCommit`.
 */
export const dryRunTable = (table: Table, onCommit: (writes: readonly Write[]) => void): Table =>
  replaceCommit(table, async (writes) => {
    const failed = await table.tryCommit(conditionChecksOf(writes));
    if (!failed) onCommit(writes);
    return failed;
  });

const MAX_IN_BATCH = 100;

const splitIntoBatches = (keys: readonly Key[]): readonly (readonly Key[])[] =>
  Array.from({ length: Math.ceil(keys.length / MAX_IN_BATCH) }, (_, at) => keys.slice(at * MAX_IN_BATCH, (at + 1) * MAX_IN_BATCH));

const MAX_EMPTY_READS = 4;
const PAUSE_MS = 50;

/**
 * DynamoDB returns a part when it throttles, or when one partition has more than a megabyte: the
 * rest is requested again.
 */
const batchGet = async (client: DynamoDBDocumentClient, name: string, keys: readonly Key[]): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let rest = [...keys];
  for (let emptyReads = 0; rest.length > 0; ) {
    const RequestItems = { [name]: { Keys: rest, ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems }));
    const found = Responses?.[name] ?? [];
    items.push(...found);
    rest = (UnprocessedKeys?.[name]?.Keys ?? []) as Key[];
    emptyReads = found.length > 0 ? 0 : emptyReads + 1;
    if (rest.length > 0 && emptyReads === MAX_EMPTY_READS) throw unavailable(new Error('the table left keys unprocessed'));
    if (emptyReads > 0 && rest.length > 0) await pause(Math.random() * PAUSE_MS * 2 ** emptyReads);
  }
  return items;
};

const refuseOutage = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    // A refusal by the table's rules is a defect of this product.
    throw !(error instanceof Refusal) && isOutage(error) ? unavailable(error) : error;
  }
};

const unavailable = (cause: unknown) =>
  new Refusal('dependency-unavailable', 'The table is unavailable; try again.', { headers: { 'retry-after': '1' }, cause });
