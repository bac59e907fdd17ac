import type { EventLogEntry } from '../../client/generated/types.ts';
import { type createTenantryClient, TenantryProblem } from '../../client/index.ts';
import { isUuid } from '../../functions/shared/base/uuid.ts';

type Client = Pick<ReturnType<typeof createTenantryClient>, 'events'>;

/** The changes of an id, oldest first, and as what it was found. */
export interface Found {
  readonly foundAs: string;
  readonly entries: readonly EventLogEntry[];
  /** True when there are older ones. */
  readonly hasMore: boolean;
}

/** A way to look an id up, and its name in sentences. */
interface LookUp {
  readonly name: string;
  readonly find: (client: Client, id: string, limit: number) => Promise<Omit<Found, 'foundAs'>>;
}

/** Returns the ways to look an id up, by its form. */
export const lookUpsOf = (id: string): readonly LookUp[] => {
  if (isUuid(id)) return [EVENT, resource('organization'), resource('reseller'), resource('webhook'), REQUEST];
  return /^\d+$/.test(id) ? [resource('partner'), resource('contact'), REQUEST] : [REQUEST];
};

/** Finds the changes of an id in the first way that finds any; `undefined` when none does. */
export const findChanges = async (client: Client, id: string, limit: number): Promise<Found | undefined> => {
  for (const { name, find } of lookUpsOf(id)) {
    const found = await find(client, id, limit);
    if (found.entries.length > 0) return { foundAs: name, ...found };
  }
  return undefined;
};

const EVENT: LookUp = {
  name: 'event',
  find: async ({ events }, id) => {
    try {
      return { entries: [await events.get({ id })], hasMore: false };
    } catch (error) {
      if (error instanceof TenantryProblem && error.code === 'event-not-found') return { entries: [], hasMore: false };
      throw error;
    }
  },
};

const newest = async ({ events }: Client, filter: Parameters<Client['events']['list']>[0]): Promise<Omit<Found, 'foundAs'>> => {
  const { items, nextCursor } = await events.list({ ...filter, sort: '-createdAt' }).page();
  return { entries: items.toReversed(), hasMore: nextCursor !== undefined };
};

const resource = (kind: EventLogEntry['resource']): LookUp => ({
  name: kind,
  find: (client, resourceId, limit) => newest(client, { resource: kind, resourceId, limit }),
});

const REQUEST: LookUp = {
  name: 'request',
  find: (client, requestId, limit) => newest(client, { requestId, limit }),
};
