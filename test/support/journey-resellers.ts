import { isDeepStrictEqual } from 'node:util';
import type { WireAnswer } from '../../testing/wire.ts';
import type { Api } from './journey-api.ts';
import { newOrganization, organizationsOf } from './journey-entities.ts';
import { eventsOf, type PartnerEvent } from './journey-partners.ts';
import type { RunningSystem } from './journey-runtime.ts';

/** Everything a token needs on resellers and their organizations. */
export const RESELLER_RIGHTS = [
  ...['reseller:write', 'reseller:read', 'reseller:organization:create', 'reseller:organization:read'],
  ...['reseller:organization:update', 'reseller:organization:delete'],
];

/** The path of a reseller. */
export const reseller = (id: string): string => `/v3/resellers/${id}`;

/** An organization as it was answered. */
export type Organization = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };

/** Creates an organization. */
export const createOrganization = async (caller: Api, resellerId: string, fields?: object): Promise<Organization> => {
  const { status, body, text } = await caller.post(organizationsOf(resellerId), newOrganization(fields));
  if (status !== 201) throw new Error(`Nothing was created: ${status} ${text}`);
  return body as Organization;
};

/** The path of an organization. */
export const organization = (resellerId: string, id: string): string => `${organizationsOf(resellerId)}/${id}`;

/** The path that external ids are PUT under, as it is sent. */
export const byExternalId = (resellerId: string, externalId: string): string =>
  `${organizationsOf(resellerId)}/by-external-id/${externalId}`;

/** The ids of a list. */
export const idsOf = ({ items }: WireAnswer): readonly unknown[] => items.map(({ id }) => id);

/** The path that leads to the next page. */
export const nextLink = ({ headers }: WireAnswer): string | undefined => /^<(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1];

/** Reads a list to its end by its links. */
export const readAll = async (caller: Api, path: string): Promise<readonly unknown[]> => {
  const ids: unknown[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await caller.get(next);
    if (answer.status !== 200) throw new Error(`A page was refused: ${answer.status} ${answer.text}`);
    ids.push(...idsOf(answer));
    next = nextLink(answer);
  }
  return ids;
};

/** An event, and how often its webhook came to the endpoint that takes all. */
export interface Delivered extends PartnerEvent {
  readonly arrivals: number;
}

/**
 * What an action leads to: its events in the order in which the bus took them, each with the number
 * of its webhooks.
 */
export const deliveredBy = async (system: RunningSystem, action: () => Promise<unknown>): Promise<readonly Delivered[]> => {
  await system.runtime.idle();
  const before = system.receiver.arrivals.length;
  const events = await eventsOf(system, action);
  const arrived = system.receiver.arrivals.slice(before).filter(({ endpoint }) => endpoint === 'api-key');
  const timesOf = ({ event, data, metadata: { eventId } }: PartnerEvent): number =>
    arrived.filter(({ id, body }) => id === eventId && body.event === event && isDeepStrictEqual(body.data, data)).length;
  const delivered = events.map((event) => ({ ...event, arrivals: timesOf(event) }));
  const strays = arrived.length - delivered.reduce((sum, { arrivals }) => sum + arrivals, 0);
  if (strays > 0) throw new Error(`${strays} webhooks came that belong to no event of the bus`);
  return delivered;
};
