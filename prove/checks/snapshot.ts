import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import type { System } from '../system/system.ts';

/** An item of the table. */
export type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string; readonly type: string };

/** Every item of the table of a system, read at rest. */
export const readTable = async (system: System): Promise<readonly StoredItem[]> => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(localClientOptions(system.dynamodbUrl(), 'us-east-1')));
  const [, name = ''] = Object.entries(system.outputs()).find(([key]) => key.endsWith('.TableName')) ?? [];
  const items: StoredItem[] = [];
  let next: Readonly<Record<string, unknown>> | undefined;
  do {
    const asked = { TableName: name, ConsistentRead: true, ...(next && { ExclusiveStartKey: { ...next } }) };
    const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand(asked));
    items.push(...(Items as unknown as readonly StoredItem[]));
    next = LastEvaluatedKey;
  } while (next);
  client.destroy();
  return items;
};
