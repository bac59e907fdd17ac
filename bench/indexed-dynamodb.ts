import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type DynamoDbServer, startDynamoDb } from '@tenantry/cdk-local/dynamodb/server';

// It numbers each record by a scan of all there are, and keeps them for a day: after 10,000 it does
// little else.
const INDEXES = {
  number: '(table_name, CAST(sequence_number AS INTEGER))',
  reading: '(table_name, shard_id, CAST(sequence_number AS INTEGER))',
  ends: '(table_name, shard_id, sequence_number)',
};

/**
 * Starts the native DynamoDB on a file in a folder, with its stream indexed, so that a long one
 * takes no longer.
 */
export const indexedDynamoDb = async (folder: string): Promise<DynamoDbServer> => {
  const file = join(folder, 'dynamodb.sqlite');
  const server = await startDynamoDb({ file });
  const database = new DatabaseSync(file);
  for (const [name, columns] of Object.entries(INDEXES)) database.exec(`CREATE INDEX bench_${name} ON _stream_records ${columns}`);
  database.close();
  return server;
};
