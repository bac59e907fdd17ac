import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type DynamoDbServer, type ServerOptions, startDynamoDb } from './server.ts';

// Without them the server reads all records of a stream to number the next one, so that each write
// takes longer than the one before: 5 ms after 14,000 records, and 0.2 ms with them.
const INDEXES = `
  CREATE INDEX IF NOT EXISTS stream_numbers ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
  CREATE INDEX IF NOT EXISTS shard_numbers ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));
`;

/**
 * Starts the server on its file and indexes its streams there. Without a file it gets one that
 * nobody else finds, and that is gone with the server.
 */
export const startIndexed = async ({ file, port }: ServerOptions): Promise<DynamoDbServer> => {
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'tables-')) : undefined;
  const remove = () => folder && rmSync(folder, { recursive: true, force: true });
  const path = file ?? join(folder ?? '', 'tables.db');
  try {
    const server = await startDynamoDb({ file: path, port });
    addIndexes(path);
    // An open file needs no name, so that none is left behind by a process that is killed.
    if (process.platform !== 'win32') remove();
    return {
      ...server,
      async stop() {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
};

// The server writes to the file, too; without the indexes it is slower and as right.
const addIndexes = (path: string): void => {
  try {
    using database = new DatabaseSync(path, { timeout: 5000 });
    database.exec(INDEXES);
  } catch (error) {
    process.emitWarning(`Writes to ${path} get slower with their number: its streams have no index (${(error as Error).message})`);
  }
};
