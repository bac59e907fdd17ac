import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../functions/shared/table/transaction.ts';

/** Reads every item of a table of a local engine, page by page. */
export const readItems = async (endpoint: string, tableName: string): Promise<readonly Item[]> => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
  const items: Item[] = [];
  try {
    let after: Item | undefined;
    do {
      const page = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: after }));
      items.push(...(page.Items ?? []));
      after = page.LastEvaluatedKey;
    } while (after);
  } finally {
    client.destroy();
  }
  return items;
};
