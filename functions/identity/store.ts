import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { clientKey } from '../shared/table/keys.ts';
import type { Binding } from './binding.ts';

/** Reads the binding of an app client, with a consistent read; `undefined` when it has none. */
export type ReadBinding = (clientId: string) => Promise<Binding | undefined>;

// Reads one item and two attributes: the document client would be most of the bundle.
export const createReadBinding =
  (client: DynamoDBClient, tableName: string): ReadBinding =>
  async (clientId) => {
    const { pk, sk } = clientKey(clientId);
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }),
    );
    return Item && { resellerId: Item.resellerId?.S, partnerId: Item.partnerId?.N };
  };
