import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { EventDetail } from '../../functions/shared/table/events.ts';
import type { Key } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
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

/** Moves an item to the key that it had before. */
export const putBack = async ({ table }: Api, now: Key, before: Key): Promise<void> => {
  const item = await table.table.get(now);
  await table.client.send(new PutCommand({ TableName: table.name, Item: { ...item, ...before } }));
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: now }));
};

/** Deactivates a partner, or activates it again. */
export const deactivate = async (api: Api, partnerId: number, isActive = false): Promise<void> => {
  const { status } = await api.patch(`/v1/partners/${partnerId}`, { isActive });
  expect(status).toBe(200);
};

/** An event as it is stored. */
export interface StoredEvent extends EventDetail {
  readonly pk: string;
}

/** The events that `action` recorded, in their order. */
export const eventsBy = async (api: Api, action: () => Promise<unknown>): Promise<readonly StoredEvent[]> => {
  const before = new Set((await api.items()).map(spelled));
  await action();
  const added = (await api.items()).filter((item) => item.type === 'event' && !before.has(spelled(item)));
  return added.toSorted((one, other) => (String(one.sk) < String(other.sk) ? -1 : 1)) as unknown as readonly StoredEvent[];
};

/** Returns the names of the new events, each with the fields it says have changed. */
export const eventNamesBy = async (api: Api, action: () => Promise<unknown>): Promise<readonly (readonly [string, readonly string[]])[]> =>
  (await eventsBy(api, action)).map(({ payload, metadata }) => [payload.event, metadata.changed]);
