import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import { dynamoDbExecutable } from '@tenantry/cdk-local/dynamodb/executable';
import { newId, now } from '../../functions/shared/runtime.ts';
import { standingItems } from './standing-items.ts';

/** A reseller that stands in a store, and the first of its organizations. */
export interface StandingReseller {
  readonly id: string;
  readonly organizations: readonly string[];
}

interface StandingOptions {
  /** For the export, which can be removed afterwards. */
  readonly folder: string;
  readonly tableName: string;
  readonly resellers: number;
  readonly organizationsEach: number;
}

/** The ids of organizations that are kept of each reseller; the others are found by lists. */
const KEPT = 10;

/**
 * Writes resellers and their organizations as an export of DynamoDB has them, which the table
 * server reads; returns them and the number of items.
 */
export const writeExport = async ({ folder, tableName, resellers, organizationsEach }: StandingOptions) => {
  const data = join(folder, tableName, 'data');
  mkdirSync(data, { recursive: true });
  const lines = createGzip({ level: 1 });
  const written = once(lines.pipe(createWriteStream(join(data, 'standing.json.gz'))), 'finish');
  const standing: StandingReseller[] = [];
  let count = 0;
  for (let number = 0; number < resellers; number += 1) {
    const at = now();
    const id = newId();
    const organizations = Array.from({ length: organizationsEach }, () => ({ id: newId(), at }));
    const items = await standingItems({ number, id, at }, organizations);
    count += items.length;
    standing.push({ id, organizations: organizations.slice(0, KEPT).map((organization) => organization.id) });
    const text = items.map((item) => `${JSON.stringify({ Item: marshall(item, { removeUndefinedValues: true }) })}\n`).join('');
    if (!lines.write(text)) await once(lines, 'drain');
  }
  lines.end();
  await written;
  return { standing, items: count };
};

/** Returns the description of a table, from which the import makes it again. */
export const describeTable = async (url: string, TableName: string): Promise<object> => {
  const client = new DynamoDBClient(localClientOptions(url, 'us-east-1'));
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return { Table };
  } finally {
    client.destroy();
  }
};

/** Lets the table server make its file of an export: its own way to load data, in bulk. */
export const importExport = async (folder: string, description: object, file: string): Promise<void> => {
  const schema = join(folder, 'schema.json');
  writeFileSync(schema, JSON.stringify(description));
  await promisify(execFile)(dynamoDbExecutable(), ['import', '--source', folder, '--schema', schema, '--output', file]);
};
