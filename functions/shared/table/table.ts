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

/** The single table; a method is one round trip, unless it says otherwise or what it asks for is large or contended. */
export interface Table {
  /** Reads one item, with everything written before. */
  get(key: Key): Promise<Item | undefined>;
  /** Reads items, in no order, with everything written before; those that do not exist are left out. A round trip for each hundred, all at once. */
  getAll(keys: readonly Key[]): Promise<readonly Item[]>;
  /** Reads a page of a list in creation order. A filtered page may be short, even empty, and still not be the last. */
  page(request: PageRequest): Promise<Page>;
  /** Reads a page of a range of sort keys, with everything written before. */
  range(request: RangeRequest): Promise<Page>;
  /** Reads a span of a partition, of the table or of an index. One round trip per megabyte. */
  span(request: SpanRequest): Promise<readonly Item[]>;
  /** Finds the keys of all below a place of the tree, at most `limit`, and how many there are in all. One round trip per megabyte of keys. */
  branch(place: Place, limit: number): Promise<Branch>;
  /** Writes all or nothing; returns the assumption that failed, if one did. @throws the refusal of the first write whose condition fails */
  tryCommit(writes: readonly Write[]): Promise<FailedAssumption | undefined>;
  /** The same; an assumption that failed is thrown as a `StaleReadError`. */
  readonly commit: Commit;
}

/** A commit that goes the way of `tryCommit`. Only `replaceCommit` makes one: a table whose two commits differ does not compile. */
interface Commit {
  (writes: readonly Write[]): Promise<void>;
  readonly follows: 'tryCommit';
}

/**
 * Opens the table of that name, and counts what it commits where there is a meter; a table that cannot be reached, or not in the time of the
 * invocation, is refused as `dependency-unavailable` (503).
 */
export const openTable = (name: string, client: DynamoDBDocumentClient, meter?: Meter): Table =>
  replaceCommit(
    {
      get: (key) => reached(async () => (await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }))).Item),
      getAll: (keys) => reached(async () => (await Promise.all(inBatches(keys).map((batch) => batchGet(client, name, batch)))).flat()),
      page: (request) => reached(() => readPage(client, name, request)),
      range: (request) => reached(() => readRange(client, name, request)),
      span: (request) => reached(() => readSpan(client, name, request)),
      branch: (place, limit) => reached(() => readBranch(client, name, place, limit)),
    },
    (writes) => reached(() => tryCommit(client, name, writes, meter)),
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

/** Returns a table that only checks the conditions of its commits, and hands each that holds to `onCommit`. */
export const dryRunTable = (table: Table, onCommit: (writes: readonly Write[]) => void): Table =>
  replaceCommit(table, async (writes) => {
    const failed = await table.tryCommit(conditionChecksOf(writes));
    if (!failed) onCommit(writes);
    return failed;
  });

const MOST_IN_BATCH = 100;

const inBatches = (keys: readonly Key[]): readonly (readonly Key[])[] =>
  Array.from({ length: Math.ceil(keys.length / MOST_IN_BATCH) }, (_, at) => keys.slice(at * MOST_IN_BATCH, (at + 1) * MOST_IN_BATCH));

const ASKED_IN_VAIN = 4;
const PAUSE_MS = 50;

/** DynamoDB answers a part when it throttles, or when more than a megabyte is asked of one partition: the rest is asked for again. */
const batchGet = async (client: DynamoDBDocumentClient, name: string, keys: readonly Key[]): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let rest = [...keys];
  for (let inVain = 0; rest.length > 0; ) {
    const asked = { [name]: { Keys: rest, ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: asked }));
    const found = Responses?.[name] ?? [];
    items.push(...found);
    rest = (UnprocessedKeys?.[name]?.Keys ?? []) as Key[];
    inVain = found.length > 0 ? 0 : inVain + 1;
    if (rest.length > 0 && inVain === ASKED_IN_VAIN) throw unavailable(new Error('the table left keys unprocessed'));
    if (inVain > 0 && rest.length > 0) await pause(Math.random() * PAUSE_MS * 2 ** inVain);
  }
  return items;
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
