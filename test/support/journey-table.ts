import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { MachineRoom } from './journey-room.ts';

/** An item as it is stored. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** Everything in the installation's table, once nothing is on its way there. */
export const storedItems = async ({ runtime }: MachineRoom): Promise<readonly StoredItem[]> => {
  await runtime.idle();
  const { dynamodbUrl, outputs } = runtime;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: dynamodbUrl, region: 'us-east-1', credentials }));
  const TableName = Object.entries(outputs).find(([key]) => key.endsWith('.TableName'))?.[1];
  const items: StoredItem[] = [];
  try {
    for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true })) items.push(...(page.Items ?? []));
  } finally {
    client.destroy();
  }
  return items;
};
