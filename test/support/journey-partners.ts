import type { WireAnswer } from '../../testing/wire.ts';
import type { Api } from './journey-api.ts';
import { createPartner, newPartner, unique } from './journey-entities.ts';
import type { Sight } from './journey-sight.ts';

/** Everything a token needs on partners. */
export const PARTNER_RIGHTS = ['partner:create', 'partner:read', 'partner:update', 'credential:write'];

/** The path of a partner. */
export const partner = (id: number): string => `/v1/partners/${id}`;

/** A valid contact, except for what is given. */
export const newContact = (fields: object = {}) => ({ ...newPartner().contact, ...fields });

/** Status and code of a refusal. */
export const refusal = ({ status, body }: WireAnswer): readonly unknown[] => [status, body.code];

/** The members of a page by one of their fields. */
export const pageOf = <T = number>({ body }: WireAnswer, field = 'id'): readonly T[] =>
  (body.data as Readonly<Record<string, T>>[]).map((member) => member[field] as T);

/** Creates partners below one, one after the other. */
export const createChildren = async (caller: Api, parentId: number, count: number): Promise<readonly number[]> => {
  const ids: number[] = [];
  while (ids.length < count) ids.push(await createPartner(caller, { parent: { id: parentId } }));
  return ids;
};

/** Creates a partner below `parentId`, one below that, and so on; from the top down. */
export const createChain = async (caller: Api, parentId: number, levels: number): Promise<readonly number[]> => {
  const ids: number[] = [];
  while (ids.length < levels) ids.push(await createPartner(caller, { parent: { id: ids.at(-1) ?? parentId } }));
  return ids;
};

/** The value of `Authorization` of HTTP Basic. */
export const basic = (userName: string, password: string): string => `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;

/** An `Idempotency-Key` that no other request uses. */
export const key = () => ({ 'idempotency-key': unique('key').replaceAll(' ', '-') });

/** An event as far as the journeys on partners read it. */
export interface PartnerEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: {
    readonly eventId: string;
    readonly tenant: string;
    readonly version: number;
    readonly previousVersion: number | null;
    readonly changed: readonly string[];
    readonly previous: Readonly<Record<string, unknown>>;
  };
}

/** The events that an action leads to, once all of them are delivered. */
export const eventsOf = async (sight: Sight, action: () => Promise<unknown>): Promise<readonly PartnerEvent[]> => {
  await sight.idle();
  const before = sight.events.length;
  await action();
  await sight.idle();
  return sight.events.slice(before).map(({ detail }) => {
    const { metadata, payload } = detail as unknown as { metadata: PartnerEvent['metadata']; payload: Omit<PartnerEvent, 'metadata'> };
    return { event: payload.event, data: payload.data, metadata };
  });
};
