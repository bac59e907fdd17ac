import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Key, partnerKey } from '../../functions/shared/keys.ts';
import type { Item } from '../../functions/shared/transaction.ts';
import type { Api } from './api.ts';

/** The items that `action` added to the table, by type; fails when it removed any. */
export const itemsAddedBy = async (api: Api, action: () => Promise<unknown>): Promise<Readonly<Record<string, readonly Item[]>>> => {
  const before = new Set((await api.items()).map(spelled));
  await action();
  const after = await api.items();
  const kept = after.filter((item) => before.has(spelled(item)));
  expect(kept).toHaveLength(before.size);
  return Object.groupBy(
    after.filter((item) => !before.has(spelled(item))),
    ({ type }) => String(type),
  ) as Readonly<Record<string, readonly Item[]>>;
};

const spelled = ({ pk, sk }: Item): string => `${pk} ${sk}`;

/** Changes one attribute of an item behind the API's back. */
export const setAttribute = async (api: Api, key: Key, name: string, value: unknown): Promise<void> => {
  const update = {
    UpdateExpression: 'SET #name = :value',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':value': value },
  };
  await api.table.client.send(new UpdateCommand({ TableName: api.table.name, Key: key, ...update }));
};

/** Deactivates a partner, which the API cannot yet. */
export const deactivate = (api: Api, partnerId: number): Promise<void> => setAttribute(api, partnerKey(partnerId), 'isActive', false);
