import validate from '../generated/listEventLogs.js';
import { partnerStore } from '../partners/store.ts';
import type { Caller } from '../shared/contract/caller.ts';
import { resourceFilterRules } from '../shared/contract/resource-filter.ts';
import { timeOf } from '../shared/contract/time.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { BY_ID, BY_ID_IN_INDEX, pages } from '../shared/http/pages.ts';
import { now } from '../shared/runtime.ts';
import type { ReadCursors } from '../shared/table/cursor-secret.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import { eventsOfRequest, eventsUnder, historyOf, type Partition } from '../shared/table/event-keys.ts';
import { partnerKey, resellerKey } from '../shared/table/keys.ts';
import type { Page } from '../shared/table/queries.ts';
import type { Item } from '../shared/table/transaction.ts';
import { ownerOf } from '../webhooks/webhook.ts';
import { listEventLogs as contract } from './contract.ts';
import { entryOf, matchesQuery, type StoredEvent } from './entry.ts';
import { eventLogStore, type Span } from './store.ts';
import { isOwnEvent } from './visible.ts';

interface Deps {
  readonly logs: Pick<ReturnType<typeof eventLogStore>, 'page' | 'pageOfAll'>;
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly cursors: ReadCursors;
  readonly now: () => string;
}

const WEEK_MS = 7 * 86_400_000;

/** Lists the changes in the caller's tenant, or all of them for an unbound token. */
export const listEventLogs: Operation<typeof contract, Deps> = ({ query, caller }, deps) => {
  const log = logFor(query, caller, deps);
  const read = async (pageRequest: DirectoryPageRequest): Promise<Page> => {
    const { items, ...rest } = await (log.isMixed ? readOwnEvents(log, caller, pageRequest) : log.read(pageRequest));
    const shown = items.map((item) => item as unknown as StoredEvent).filter((event) => matchesQuery(event, query));
    return { items: shown.map(entryOf), ...rest };
  };
  return pages(contract, contract.path, query, { read, cursors: deps.cursors, places: log.places, whose: ownerOf(caller) });
};

/** The limits of reading on for the caller's events: so many times, so many items. */
const READ_ON = 10;
const READ_AT_ONCE = 100;

/**
 * Returns a page of the caller's events. A partner's events are mixed with those of its tree, and a
 * moved resource has events of several tenants. So it reads on until it has one more than the
 * limit, so that the end of a page does not reveal other events. A resource without events of the
 * caller is treated as missing.
 */
const readOwnEvents = async (log: Log, caller: Caller, pageRequest: DirectoryPageRequest): Promise<Page> => {
  const items: Item[] = [];
  let { after } = pageRequest;
  for (let page = 0; page < READ_ON; page += 1) {
    const limit = page === 0 ? pageRequest.limit + 1 : Math.max(READ_AT_ONCE, pageRequest.limit);
    const found = await log.read({ ...pageRequest, limit, after });
    items.push(...found.items.filter((item) => isOwnEvent(caller, item as unknown as StoredEvent)));
    const end = items.length > pageRequest.limit ? items[pageRequest.limit - 1] : undefined;
    if (end) return { items: items.slice(0, pageRequest.limit), last: eventIdOf(end) };
    if (found.last === undefined) return { items };
    after = found.last;
  }
  const exists = !log.isHistory || items.length > 0;
  return { items, ...(exists && after !== undefined && { last: after }) };
};

const eventIdOf = (item: Item): string => (item as unknown as StoredEvent).metadata.eventId;

type Query = Parameters<typeof matchesQuery>[1];

/** A log that a request reads, and how. */
interface Log {
  readonly read: (pageRequest: DirectoryPageRequest) => Promise<Page>;
  readonly places: typeof BY_ID;
  /** True when the log also has events of other tenants. */
  readonly isMixed: boolean;
  /** True for the log of one resource, or of one request. */
  readonly isHistory: boolean;
}

const logFor = (query: Query, caller: Caller, { logs, partners, now }: Deps): Log => {
  const { resellerId, partnerId } = caller;
  const span = () => spanOf(query, timeOf(now()));
  const indexed = indexedFor(query);
  if (indexed) {
    const read = (pageRequest: DirectoryPageRequest) => logs.page(indexed, span(), pageRequest);
    return { read, places: BY_ID_IN_INDEX, isMixed: ownerOf(caller) !== '/', isHistory: true };
  }
  if (resellerId !== undefined) {
    const read = (pageRequest: DirectoryPageRequest) => logs.page(eventsUnder(resellerKey(resellerId).pk), span(), pageRequest);
    return { read, places: BY_ID, isMixed: false, isHistory: false };
  }
  if (partnerId !== undefined) {
    const read = async (pageRequest: DirectoryPageRequest): Promise<Page> => {
      const partner = await partners.find(partnerId);
      return partner ? logs.page(eventsUnder(partnerKey(partner.ancestors[0] ?? partner.id).pk), span(), pageRequest) : { items: [] };
    };
    return { read, places: BY_ID, isMixed: true, isHistory: false };
  }
  const read = (pageRequest: DirectoryPageRequest) => {
    const { from, to } = span();
    return logs.pageOfAll({ from: query.from === undefined ? to - WEEK_MS : from, to }, pageRequest);
  };
  return { read, places: BY_ID_IN_INDEX, isMixed: false, isHistory: false };
};

/** Returns the part of an index that answers a query, the most selective; none for others. */
const indexedFor = ({ requestId, resource, resourceId }: Query): Partition | undefined => {
  if (requestId !== undefined) return eventsOfRequest(requestId);
  return resource === undefined || resourceId === undefined ? undefined : historyOf(resource, resourceId);
};

// Nothing was recorded before 1970 or in the future, so a span is not read day by day there.
const spanOf = ({ from, to }: Query, at: number): Span => ({
  from: from === undefined ? 0 : Math.max(0, timeOf(from)),
  to: to === undefined ? at : Math.min(at, Math.max(0, timeOf(to)) - 1),
});

export const handler = endpoint(contract, { validate, rules: resourceFilterRules }, listEventLogs, ({ table, cursors }) => ({
  logs: eventLogStore(table),
  partners: partnerStore(table),
  cursors,
  now,
}));
