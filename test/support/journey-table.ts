import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Sight } from './journey-sight.ts';

/** An item as it is stored. */
export type StoredItem = Readonly<Record<string, unknown>>;

// A sweep of the reconciler writes it by itself, at a moment of its own.
const isReconcilersOwn = ({ type }: StoredItem): boolean => type === 'webhook-rules';

/**
 * Everything in the installation's table, once nothing is on its way there; of a deployment, what
 * is about things that this file made.
 */
export const storedItems = async ({ idle, table }: Pick<Sight, 'idle' | 'table'>): Promise<readonly StoredItem[]> => {
  await idle();
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(table.client));
  const items: StoredItem[] = [];
  try {
    for await (const page of paginateScan({ client }, { TableName: table.name, ConsistentRead: true })) items.push(...(page.Items ?? []));
  } finally {
    client.destroy();
  }
  return items.filter((item) => table.isOurs(item) && !isReconcilersOwn(item));
};
