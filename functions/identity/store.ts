import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { clientKey } from '../shared/table/keys.ts';
import type { Binding } from './binding.ts';

/** Reads what an app client is bound to, with everything written before; `undefined` when to nothing. */
export type ReadBinding = (clientId: string) => Promise<Binding | undefined>;

// One read and two attributes: the document client would be most of the bundle.
export const bindingsOf =
  (client: DynamoDBClient, tableName: string): ReadBinding =>
  async (clientId) => {
    const { pk, sk } = clientKey(clientId);
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }),
    );
    return Item && { resellerId: Item.resellerId?.S, partnerId: Item.partnerId?.N };
  };
