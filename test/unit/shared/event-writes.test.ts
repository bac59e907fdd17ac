import { DELIVERED_NAMES, EVENT_NAMES, matchesSubscription, SNAPSHOT_NAMES, SUBSCRIPTIONS } from '../../../functions/events/event-names.ts';
import {
  actionOf,
  type Change,
  countOf,
  directedEvent,
  eventRecorder,
  firstVersion,
  resourceOf,
  subjectOf,
  unloggedEventRecorder,
} from '../../../functions/shared/table/events.ts';
import { DELIVERED } from '../../../functions/webhooks/event-catalogue.ts';
import { itemOf } from '../written.ts';

const at = '2026-11-22T14:15:22.999Z';
const change: Change<string> = {
  ...{ ...firstVersion, name: 'reseller.created', data: { id: 'r' }, at, tenant: '/resellers/r' },
  key: (eventId) => ({ pk: 'RESELLER#r', sk: `EVENT#${eventId}` }),
};
const origin = { actor: 'token:a', requestId: 'q', sourceIp: '192.0.2.7' };
const DRAWN_TWICE = new Error('the event id e was drawn twice');

test.each([
  ['partner.created', 'partner', 'created', ['Creates', 'partner']],
  ['partner.moved', 'partner', 'moved', ['Changes', 'partner']],
  ['partner.contact.created', 'contact', 'created', ['Creates', 'contact']],
  ['partner.contact.updated', 'contact', 'updated', ['Changes', 'contact']],
  ['reseller.deleted', 'reseller', 'deleted', ['Deletes', 'reseller']],
  ['reseller.organization.restored', 'organization', 'restored', ['Changes', 'organization']],
  ['reseller.organization.deleted', 'organization', 'deleted', ['Deletes', 'organization']],
  ['reseller.limit.approaching', 'reseller', 'limit.approaching', ['LimitsApproaching']],
  ['reseller.limit.reached', 'reseller', 'limit.reached', ['LimitsReached']],
  ['webhook.suspended', 'webhook', 'suspended', ['Suspensions']],
])('the event %s has its resource, its action and its metric', (name, resource, action, metric) => {
  expect([resourceOf(name), actionOf(name), countOf(name)]).toEqual([resource, action, metric]);
});

test('an event is of what its data name, a limit of its reseller', () => {
  expect(subjectOf({ name: 'reseller.organization.created', data: { id: 'o', resellerId: 'r' } })).toEqual({
    resource: 'organization',
    id: 'o',
  });
  expect(subjectOf({ name: 'reseller.limit.reached', data: { resellerId: 'r' } })).toEqual({ resource: 'reseller', id: 'r' });
});

test('an event is written under its own id, found by its resource, and counted', () => {
  const write = eventRecorder({ newId: () => 'e', retentionDays: 1 })(change, origin);
  expect([write.key, write.counts, write.refusal(undefined)]).toEqual([change.key('e'), ['Creates', 'reseller'], DRAWN_TWICE]);
  expect(itemOf(write)).toMatchObject({ type: 'event' });
  expect(JSON.stringify(itemOf(write))).toContain('reseller');
});

test('an event for one endpoint, and one that is in no log, are kept for a day', () => {
  const detail = {
    metadata: { ...firstVersion, tenant: '/resellers/r', eventId: 'e', schemaVersion: 1, actor: 'token:a', requestId: 'q' },
    payload: { event: 'reseller.created', data: { id: 'r' }, triggeredAt: at },
  };
  const kept = { ...detail, type: 'event', expiresAt: Math.floor(Date.parse(at) / 1000) + 86_400 };
  const [directed, unlogged] = [directedEvent('w', change, origin, 'e'), unloggedEventRecorder(() => 'e')(change, origin)];
  expect(itemOf(directed)).toEqual({ ...kept, directedTo: 'w' });
  expect(itemOf(unlogged)).toEqual(kept);
  for (const { key, refusal, counts } of [directed, unlogged])
    expect([key, refusal(undefined), counts]).toEqual([change.key('e'), DRAWN_TWICE, undefined]);
});

test('an event can be subscribed to by its name, or by each of its beginnings', () => {
  expect(SUBSCRIPTIONS).toEqual(
    expect.arrayContaining(['reseller.organization.created', 'reseller.organization.*', 'reseller.*', 'webhook.*']),
  );
  expect(SUBSCRIPTIONS.filter((name) => name.startsWith('webhook'))).toEqual(['webhook.suspended', 'webhook.*']);
  expect(SUBSCRIPTIONS.filter((name) => !/^[a-z]+(?:\.[a-z]+)*(?:\.\*)?$/.test(name))).toEqual([]);
  expect(new Set(SUBSCRIPTIONS).size).toBe(SUBSCRIPTIONS.length);
});

test('a name that only ends like a beginning is none', () => {
  expect(matchesSubscription('reseller.created', 'reseller.*')).toBe(true);
  expect(matchesSubscription('resellers.created', 'reseller.*')).toBe(false);
  expect(matchesSubscription('reseller.created', 'reseller.created')).toBe(true);
  expect(matchesSubscription('reseller.created.x', 'reseller.created')).toBe(false);
});

test('what a backfill sends is declared, each kind after the one above it', () => {
  expect(SNAPSHOT_NAMES).toEqual(['partner.snapshot', 'partner.contact.snapshot', 'reseller.snapshot', 'reseller.organization.snapshot']);
  expect(DELIVERED_NAMES).toEqual([...EVENT_NAMES, ...SNAPSHOT_NAMES]);
  expect(new Set(Object.keys(DELIVERED))).toEqual(new Set(DELIVERED_NAMES));
  const declaration = {
    summary: expect.stringMatching(/^[A-Z].{10}/),
    data: expect.objectContaining({ type: 'object' }),
    sample: expect.any(Object),
  };
  for (const name of DELIVERED_NAMES) expect(DELIVERED[name]).toEqual(declaration);
});
