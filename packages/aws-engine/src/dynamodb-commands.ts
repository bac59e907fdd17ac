import type { Client, Output } from './client.ts';
import { DynamoDBServiceException, rawCommand } from './dynamodb-service.ts';
import { namedException } from './errors.ts';
import type { Members } from './wire.ts';

// For tests and tools that run on the engine: no function bundles these.
export const BatchWriteItemCommand = /* @__PURE__ */ rawCommand('BatchWriteItem');
export const CreateTableCommand = /* @__PURE__ */ rawCommand('CreateTable');
export const DeleteItemCommand = /* @__PURE__ */ rawCommand('DeleteItem');
export const DeleteTableCommand = /* @__PURE__ */ rawCommand('DeleteTable');
export const DescribeTableCommand = /* @__PURE__ */ rawCommand('DescribeTable');
export const DescribeTimeToLiveCommand = /* @__PURE__ */ rawCommand('DescribeTimeToLive');
export const ListTablesCommand = /* @__PURE__ */ rawCommand('ListTables');
export const PutItemCommand = /* @__PURE__ */ rawCommand('PutItem');
export const QueryCommand = /* @__PURE__ */ rawCommand('Query');
export const ScanCommand = /* @__PURE__ */ rawCommand('Scan');
export const TransactWriteItemsCommand = /* @__PURE__ */ rawCommand('TransactWriteItems');
export const UpdateItemCommand = /* @__PURE__ */ rawCommand('UpdateItem');
export const UpdateTimeToLiveCommand = /* @__PURE__ */ rawCommand('UpdateTimeToLive');

export const ConditionalCheckFailedException = /* @__PURE__ */ namedException(DynamoDBServiceException, 'ConditionalCheckFailedException');
export const ResourceNotFoundException = /* @__PURE__ */ namedException(DynamoDBServiceException, 'ResourceNotFoundException');

interface Pagination {
  readonly client: Client;
  /** The most items of a page. */
  readonly pageSize?: number;
}

/** Reads the pages of a scan, one after the other. */
export async function* paginateScan({ client, pageSize }: Pagination, input: Members): AsyncGenerator<Output> {
  let from: unknown;
  do {
    const page = await client.send(new ScanCommand({ ...input, ExclusiveStartKey: from, Limit: pageSize }));
    yield page;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

interface Waiting {
  readonly client: Client;
  /** Seconds. */
  readonly maxWaitTime: number;
  readonly minDelay?: number;
}

/** Waits until a table can be used. */
export const waitUntilTableExists = async ({ client, maxWaitTime, minDelay = 1 }: Waiting, input: Members): Promise<void> => {
  for (const end = performance.now() + maxWaitTime * 1000; performance.now() < end; ) {
    const { Table } = await client.send(new DescribeTableCommand(input));
    if ((Table as Members).TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, minDelay * 1000));
  }
  throw new Error(`the table is not there after ${maxWaitTime} s`);
};
