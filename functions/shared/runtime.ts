import { randomInt } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClient } from './base/aws-client.ts';
import { idSource } from './base/ids.ts';
import { once } from './base/once.ts';
import { meter } from './observability/installation.ts';
import { eventRecorder, type RecordEvent } from './table/events.ts';
import { openTable, type Table } from './table/table.ts';

/** Returns the current time, RFC 3339 UTC with milliseconds. */
export const now = (): string => new Date().toISOString();

/** Returns a UUID version 7: later ids sort later, and contain a time near the clock's. */
export const newId = idSource();

/**
 * Returns a random id from 1 to 2147483647: not enumerable, so a conditional write must make it
 * unique.
 */
export const newInt32 = (): number => randomInt(1, 2 ** 31);

/**
 * Reads a variable of the function's environment.
 * @throws {Error} when it is missing, which is a defect of the deployment
 */
export type Setting = (name: string) => string;

export const setting: Setting = (name) => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`);
  return value;
};

/** Creates the recorder of events with the retention of the installation. */
export const installationEvents = (read: Setting): RecordEvent =>
  eventRecorder({ newId, retentionDays: Number(read('EVENT_RETENTION_DAYS')) });

/**
 * Returns the installation's table, whose commits are counted; the whole function shares one client
 * and its connections.
 */
export const installationTable = (read: Setting): Table => openTable(read('TABLE_NAME'), documentClient(), meter);

/** Returns the same table for work that is not counted as a tenant's. */
export const uncountedTable = (read: Setting): Table => openTable(read('TABLE_NAME'), documentClient());

// A request of a commit begins within two and a half seconds, and ends before the commit is
// abandoned.
const documentClient = once(
  (): DynamoDBDocumentClient =>
    DynamoDBDocumentClient.from(awsClient(DynamoDBClient, { maxAttempts: 2, requestTimeout: 2000 }), {
      // An object with a member named `constructor` looks like an instance of a class.
      marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
    }),
);
