import type { EventDetail } from '../../functions/shared/table/events.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import type { PlacedPartner } from '../../testing/hierarchy.ts';
import type { Api } from './api.ts';

/** All partners, by id. */
export const storedPartners = async (api: Api): Promise<ReadonlyMap<number, PlacedPartner>> =>
  new Map((await ofType(api, 'partner')).map((item) => [Number(item.id), item as unknown as PlacedPartner]));

/** All events, in no order. */
export const storedEvents = async (api: Api): Promise<readonly EventDetail[]> =>
  (await ofType(api, 'event')) as unknown as readonly EventDetail[];

const ofType = async (api: Api, type: string): Promise<readonly Item[]> => (await api.items()).filter((item) => item.type === type);
