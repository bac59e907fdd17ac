import { randomInt } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClient } from './base/aws-client.ts';
import { idSource } from './base/ids.ts';
import { once } from './base/once.ts';
import { meter } from './observability/installation.ts';
import { eventRecorder, type RecordEvent } from './table/events.ts';
import { openTable, type Table } from './table/table.ts';

/** The present time, RFC 3339 UTC with milliseconds. */
export const now = (): string => new Date().toISOString();

/** A UUIDv7: ids made later sort later, and hold a time near the clock's. */
export const newId = idSource();

/** A random id from 1 to 2147483647: not enumerable, so a conditional write must make it unique. */
export const newInt32 = (): number => randomInt(1, 2 ** 31);

/** Reads a variable of the function's environment; a missing one is a defect of the deployment. */
export type Setting = (name: string) => string;

export const setting: Setting = (name) => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`);
  return value;
};

/** Records events as the installation is configured to keep them. */
export const installationEvents = (read: Setting): RecordEvent =>
  eventRecorder({ newId, retentionDays: Number(read('EVENT_RETENTION_DAYS')) });

/** Opens the installation's table, whose commits are measured; the client and its connections are shared by all that a function does. */
export const installationTable = (read: Setting): Table => openTable(read('TABLE_NAME'), documentClient(), meter);

/** The same table for what is not done by tenants, and is not to be counted as theirs. */
export const uncountedTable = (read: Setting): Table => openTable(read('TABLE_NAME'), documentClient());

// A request of a commit begins within two and a half seconds, and is then answered or failed before the commit is abandoned.
const documentClient = once(
  (): DynamoDBDocumentClient =>
    DynamoDBDocumentClient.from(awsClient(DynamoDBClient, { maxAttempts: 2, requestTimeout: 2000 }), {
      // An object that has a member named `constructor` passes for an instance of some class.
      marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
    }),
);
