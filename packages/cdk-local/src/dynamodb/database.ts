import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createOwnFile } from '../base/owner-only.ts';
import { localClientOptions } from './client-options.ts';
import type { TableDefinition } from './definition.ts';
import { expireItems } from './expiry.ts';
import { startIndexed } from './indexed-streams.ts';
import { type LaggingIndexes, startLaggingIndexes } from './lagging-indexes.ts';
import { externalDynamoDb } from './server.ts';
import { superviseDynamoDb } from './supervised.ts';
import { createTables } from './tables.ts';

interface DatabaseOptions {
  readonly definitions: readonly TableDefinition[];
  readonly region: string;
  /** Keeps the data here; without it, the data ends with the server. */
  readonly dataDir: string | undefined;
  /** A running server to use in place of the native one. */
  readonly endpoint: string | undefined;
  /** Time between two sweeps for expired items. */
  readonly expiryIntervalMs: number;
  /**
   * An index follows each write after a time between half of this and this; at once unless given.
   */
  readonly indexLagMs?: number | undefined;
  readonly warn: (message: string) => void;
  /** Called with the reason when the table server has ended for good. */
  readonly fail: (message: string) => void;
}

/** The template's tables on a running server. */
export interface Database {
  readonly url: string;
  readonly definitions: readonly TableDefinition[];
  /** The server's own name for a table's stream. */
  streamArn(tableName: string): string | undefined;
  /**
   * Returns the address that serves a call instead of the server itself: that of lagging indexes.
   */
  route: LaggingIndexes['route'];
  stop(): Promise<void>;
}

/**
 * Starts the server, or joins the one at `endpoint`, and creates the tables; nothing is left
 * running when it rejects.
 */
export const openDatabase = async ({
  definitions,
  region,
  dataDir,
  endpoint,
  expiryIntervalMs,
  indexLagMs,
  warn,
  fail,
}: DatabaseOptions): Promise<Database> => {
  if (dataDir) prepare(dataDir);
  const server = endpoint
    ? externalDynamoDb(endpoint)
    : await superviseDynamoDb({ file: dataDir && join(dataDir, TABLES), warn, fail, start: startIndexed });
  const options = localClientOptions(server.url, region);
  const client = new DynamoDBClient(options);
  const close = async () => {
    client.destroy();
    await server.stop();
  };
  const opening = createTables(client, definitions).then(async (tables) => {
    const lagging = indexLagMs ? await lagBy(indexLagMs, { client: options, definitions, tables, warn }) : undefined;
    return { tables, lagging };
  });
  const { tables, lagging } = await opening.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const onError = (error: unknown) => warn(`Deleting expired items failed: ${String(error)}`);
  const expiry = expireItems({ client, definitions, intervalMs: expiryIntervalMs, onError });

  return {
    url: server.url,
    definitions,
    streamArn: (tableName) => tables.find(({ name }) => name === tableName)?.streamArn,
    route: (operation, input) => lagging?.route(operation, input),
    async stop() {
      await expiry.stop();
      await lagging?.stop();
      await close();
    },
  };
};

const TABLES = 'tables.db';

/**
 * Creates the server's file first: the server would let others read it. An existing file keeps its
 * mode.
 */
const prepare = (dataDir: string): void => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  createOwnFile(join(dataDir, TABLES));
};

type Lagging = Pick<Parameters<typeof startLaggingIndexes>[0], 'client' | 'definitions' | 'tables'> & Pick<DatabaseOptions, 'warn'>;

const lagBy = (indexLagMs: number, { warn, ...tables }: Lagging): Promise<LaggingIndexes> =>
  startLaggingIndexes({
    ...tables,
    lagMs: () => indexLagMs * (1 + Math.random()) * 0.5,
    onError: (error) => warn(`An index does not follow its table: ${String(error)}`),
  });
