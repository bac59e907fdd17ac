import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { closeOrganization, type Organization, openOrganization } from '../../functions/organizations/organization.ts';
import { organizationStore } from '../../functions/organizations/store.ts';
import { resellerKey } from '../../functions/shared/table/keys.ts';
import { replaceCommit } from '../../functions/shared/table/table.ts';
import type { Item, Write } from '../../functions/shared/table/transaction.ts';
import type { Api } from './api.ts';
import { setAttribute } from './stored.ts';

// So long ago that nothing can come between them any more, and one after the other.
const pastId = (index: number): string => v7({ msecs: Date.now() - 3_600_000 + index });

/**
 * Gives a reseller that has none many organizations at once, of these names and all else alike, as
 * the store makes them; in their order.
 */
export const plantOrganizations = async (
  api: Api,
  resellerId: string,
  names: readonly string[],
  fields: (name: string) => object = () => ({}),
): Promise<readonly Organization[]> => {
  const at = new Date().toISOString();
  const organizations = names.map((name, index) =>
    openOrganization({ name, email: 'it@example.com', allowedUsers: 5, ...fields(name) }, { id: pastId(index), at }),
  );
  await writeAll(api, await writesOf(api, ({ insert }) => organizations.map((organization) => insert(resellerId, organization, []))));
  await setAttribute(api, resellerKey(resellerId), 'organizationCount', organizations.length);
  return organizations;
};

// After those that live, however soon one follows the other.
const DELETED_LATER = 600_000;

/** Gives a reseller many organizations that were deleted. */
export const plantDeleted = async (api: Api, resellerId: string, names: readonly string[]): Promise<readonly Organization[]> => {
  const at = new Date().toISOString();
  const organizations = names.map((name, index) =>
    openOrganization({ name, email: 'it@example.com', allowedUsers: 5 }, { id: pastId(DELETED_LATER + index), at }),
  );
  const writes = await writesOf(api, ({ remove }) =>
    organizations.map((organization) => remove(resellerId, organization, closeOrganization(organization, at, 30), () => [])),
  );
  await writeAll(api, writes);
  return organizations;
};

/** What the store would put into the table. */
const writesOf = async (
  api: Api,
  act: (store: ReturnType<typeof organizationStore>) => readonly Promise<unknown>[],
): Promise<readonly Item[]> => {
  const writes: Write[] = [];
  const collect = async (committed: readonly Write[]) => void writes.push(...committed);
  await Promise.all(act(organizationStore(replaceCommit(api.table.table, collect))));
  return writes.flatMap(({ key, action }) => (typeof action === 'object' && 'put' in action ? [{ ...action.put, ...key }] : []));
};

const MOST_PUTS = 25;
const AT_ONCE = 4;

const writeAll = async (api: Api, items: readonly Item[]): Promise<void> => {
  const puts = items.map((item) => ({ PutRequest: { Item: { ...item } } }));
  const batches = Array.from({ length: Math.ceil(puts.length / MOST_PUTS) }, (_, index) =>
    puts.slice(index * MOST_PUTS, (index + 1) * MOST_PUTS),
  );
  for (let from = 0; from < batches.length; from += AT_ONCE) {
    const write = (batch: typeof puts) => api.table.client.send(new BatchWriteCommand({ RequestItems: { [api.table.name]: batch } }));
    await Promise.all(batches.slice(from, from + AT_ONCE).map(write));
  }
};
