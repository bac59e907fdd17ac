import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from './definition.ts';
import { expireItems } from './expiry.ts';
import { externalDynamoDb } from './server.ts';
import { superviseDynamoDb } from './supervised.ts';
import { createTables } from './tables.ts';

interface DatabaseOptions {
  readonly definitions: readonly TableDefinition[];
  readonly region: string;
  /** Keeps the data here; in memory without it. */
  readonly dataDir: string | undefined;
  /** A running server to use in place of the native one. */
  readonly endpoint: string | undefined;
  /** Time between two sweeps for expired items. */
  readonly expiryIntervalMs: number;
  readonly warn: (message: string) => void;
  /** Told why the server of the tables is gone for good. */
  readonly fail: (message: string) => void;
}

/** The template's tables on a running server. */
export interface Database {
  readonly url: string;
  readonly definitions: readonly TableDefinition[];
  /** The server's own name for a table's stream. */
  streamArn(tableName: string): string | undefined;
  stop(): Promise<void>;
}

/** How clients reach the server; it checks no credentials, but the SDK wants some. */
export function localClientOptions(endpoint: string, region: string) {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/** Starts the server, or joins the one at `endpoint`, and creates the tables; nothing is left running when it rejects. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { definitions, region, dataDir, endpoint, expiryIntervalMs, warn, fail } = options;
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const server = endpoint
    ? externalDynamoDb(endpoint)
    : await superviseDynamoDb({ file: dataDir && join(dataDir, 'tables.db'), warn, fail });
  const client = new DynamoDBClient(localClientOptions(server.url, region));
  const tables = await createTables(client, definitions).catch(async (error: unknown) => {
    client.destroy();
    await server.stop();
    throw error;
  });
  const onError = (error: unknown) => warn(`Deleting expired items failed: ${String(error)}`);
  const expiry = expireItems({ client, definitions, intervalMs: expiryIntervalMs, onError });

  return {
    url: server.url,
    definitions,
    streamArn: (tableName) => tables.find(({ name }) => name === tableName)?.streamArn,
    async stop() {
      await expiry.stop();
      client.destroy();
      await server.stop();
    },
  };
}
