import type { BusEvent } from '../shared/bus-event.ts';
import type { Violation } from '../shared/part.ts';
import type { StoredItem } from './snapshot.ts';

interface StoredEvent {
  readonly metadata: { readonly eventId: string; readonly tenant: string; readonly version: number };
  readonly payload: { readonly event: string; readonly data: { readonly id: unknown; readonly contact?: { readonly id: number } } };
}

// They belong to an installation or are sent to one endpoint, and tell of no version.
const TELLS_OF_NO_VERSION = /^webhook\.|^reseller\.limit\.|\.snapshot$/;

/** The beginning of the events of an entity, by the type of its items. */
const EVENTS_OF: Readonly<Record<string, string>> = {
  ...{ partner: 'partner', contact: 'partner.contact', reseller: 'reseller' },
  ...{ organization: 'reseller.organization', 'deleted-organization': 'reseller.organization' },
};

/** Compares what is stored with what the bus took, in the order in which it first came there. */
export const eventFaults = (items: readonly StoredItem[], events: readonly BusEvent[]): readonly Violation[] => {
  const stored = items.filter(({ type }) => type === 'event') as unknown as readonly StoredEvent[];
  const storedIds = new Set(stored.map(({ metadata }) => metadata.eventId));
  const onBus = new Set(events.map(({ id }) => id));
  const first = firstOf(events);
  return [
    ...lines('each event is on the bus', stored.filter(({ metadata }) => !onBus.has(metadata.eventId)).map(nameOf)),
    ...lines(
      'no event without a write',
      first.filter(({ id }) => !storedIds.has(id) && !id.startsWith('test-')).map(({ id, name }) => `${name} ${id}`),
    ),
    ...lines('one event for each version', versionFaults(stored, items)),
    ...lines('events of one entity are in order', orderFaults(first)),
    ...lines('limits are never crossed', limitFaults(first)),
  ];
};

/** Each event once, where it first came. */
const firstOf = (events: readonly BusEvent[]): readonly BusEvent[] => {
  const seen = new Set<string>();
  return events.filter(({ id }) => !seen.has(id) && seen.add(id));
};

const lines = (promise: string, details: readonly string[]): readonly Violation[] => details.map((detail) => ({ promise, detail }));

const nameOf = ({ metadata, payload }: StoredEvent): string => `${payload.event} ${metadata.eventId} of ${metadata.tenant}`;

const versionFaults = (stored: readonly StoredEvent[], items: readonly StoredItem[]): readonly string[] => {
  const told = stored.filter(({ payload }) => !TELLS_OF_NO_VERSION.test(payload.event));
  const byEntity = Map.groupBy(
    told,
    ({ payload }) => `${payload.event.slice(0, payload.event.lastIndexOf('.'))} ${String(payload.data.id)}`,
  );
  const versionOf = new Map(items.map(({ type, id, version }) => [`${EVENTS_OF[type] ?? ''} ${String(id)}`, Number(version)]));
  // Its first contact is made with a partner, and told of by the event of the partner.
  const firsts = new Set(
    told.flatMap(({ payload }) => (payload.event === 'partner.created' ? [`partner.contact ${payload.data.contact?.id}`] : [])),
  );
  return [...byEntity].flatMap(([entity, events]) => {
    const isPartner = entity.startsWith('partner ');
    const versions = Map.groupBy(events, ({ metadata }) => metadata.version);
    const twice = [...versions].filter(
      ([, same]) => same.length > (isPartner ? new Set(same.map(({ payload }) => payload.event)).size : 1),
    );
    const last = Math.max(...versions.keys());
    const there = versionOf.get(entity) ?? last;
    const first = firsts.has(entity) ? 2 : 1;
    // A partner below one that is moved gets a version without an event of its own.
    const missing = isPartner
      ? []
      : Array.from({ length: Math.max(last, there) - first + 1 }, (_, at) => at + first).filter((version) => !versions.has(version));
    return [
      ...twice.map(([version]) => `version ${version} of ${entity} is told twice`),
      ...missing.map((version) => `version ${version} of ${entity} is not told`),
      ...(there < last ? [`version ${last} of ${entity} is told, which has version ${there}`] : []),
    ];
  });
};

const orderFaults = (first: readonly BusEvent[]): readonly string[] => {
  const latest = new Map<string, number>();
  return first.flatMap(({ name, data, version, tenant }) => {
    if (version === undefined || TELLS_OF_NO_VERSION.test(name)) return [];
    const entity = `${name.split('.').slice(0, -1).join('.')} ${String(data.id)}`;
    const before = latest.get(entity) ?? 0;
    latest.set(entity, Math.max(before, version));
    return version < before ? [`version ${version} of ${entity} of ${tenant} came after ${before}`] : [];
  });
};

const STEPS: Readonly<Record<string, number>> = {
  'reseller.organization.created': 1,
  'reseller.organization.restored': 1,
  'reseller.organization.deleted': -1,
};

/** Follows the stream of each reseller: no organization more than allowed at any point of it. */
const limitFaults = (first: readonly BusEvent[]): readonly string[] => {
  const resellers = new Map<string, { used: number; allowed: number }>();
  return first.flatMap(({ name, tenant, data, id }) => {
    const reseller = resellers.get(tenant) ?? { used: 0, allowed: -1 };
    resellers.set(tenant, reseller);
    if (name === 'reseller.created' || name === 'reseller.updated') reseller.allowed = Number(data.allowedOrganizations);
    reseller.used += STEPS[name] ?? 0;
    const isCrossed = STEPS[name] === 1 && reseller.allowed !== -1 && reseller.used > reseller.allowed;
    return isCrossed ? [`event ${id}: ${reseller.used} organizations of ${tenant}, which may have ${reseller.allowed}`] : [];
  });
};

interface Acknowledged {
  readonly tenant: string;
  readonly trace: string;
  readonly from: number;
  readonly to: number;
}

/** Finds changes that came to the bus after one that began when they were answered. */
export const realTimeFaults = (acknowledged: readonly Acknowledged[], events: readonly BusEvent[]): readonly Violation[] => {
  const place = new Map<string, number>();
  for (const [at, { trace }] of events.entries()) if (trace !== '' && !place.has(trace)) place.set(trace, at);
  return [...Map.groupBy(acknowledged, ({ tenant }) => tenant)].flatMap(([tenant, all]) => {
    const placed = all.filter(({ trace }) => place.has(trace));
    const byEnd = placed.toSorted((one, other) => one.to - other.to);
    let [ended, latest] = [0, { at: -1, trace: '' }];
    return placed
      .toSorted((one, other) => one.from - other.from)
      .flatMap(({ trace, from }) => {
        for (let next = byEnd[ended]; next && next.to < from; next = byEnd[ended]) {
          ended += 1;
          const at = place.get(next.trace) ?? -1;
          if (at > latest.at) latest = { at, trace: next.trace };
        }
        const own = place.get(trace) ?? 0;
        return own < latest.at
          ? lines('events of one tenant are in order', [
              `${trace} of ${tenant} came before ${latest.trace}, which was answered before it began`,
            ])
          : [];
      });
  });
};
