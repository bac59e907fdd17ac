import { answerFaults, type WireAnswer } from '../../prove/checks/answers.ts';
import { deliveryFaults } from '../../prove/checks/deliveries.ts';
import { eventFaults, realTimeFaults } from '../../prove/checks/events.ts';
import { logFaults } from '../../prove/checks/secrecy.ts';
import type { StoredItem } from '../../prove/checks/snapshot.ts';
import { tableFaults } from '../../prove/checks/table.ts';
import type { BusEvent } from '../../prove/shared/bus-event.ts';

const RESELLER = '/resellers/r';

const onBus = (name: string, id: string, version: number, data: Readonly<Record<string, unknown>> = {}): BusEvent => ({
  ...{ id, name, version, tenant: RESELLER, trace: `trace of ${id}`, at: 0, start: 1, detail: {} },
  data: { id: 'o', ...data },
});

const stored = ({ id, name, version, data, tenant }: BusEvent): StoredItem => ({
  ...{ pk: 'RESELLER#r', sk: `EVENT#${id}`, type: 'event' },
  metadata: { eventId: id, tenant, version },
  payload: { event: name, data },
});

const CREATED = onBus('reseller.organization.created', 'e1', 1);
const UPDATED = onBus('reseller.organization.updated', 'e2', 2);
const DELETED = onBus('reseller.organization.deleted', 'e3', 3);
const ALL = [CREATED, UPDATED, DELETED];

const promisesOf = (faults: readonly { readonly promise: string }[]): readonly string[] => [
  ...new Set(faults.map(({ promise }) => promise)),
];

test('a stream that is as it should be has no faults, also when events come twice', () => {
  expect(eventFaults(ALL.map(stored), [...ALL, CREATED])).toEqual([]);
});

test.each([
  ['an event that is not on the bus', ALL.map(stored), [CREATED, UPDATED], ['each event is on the bus']],
  ['an event that was never written', [stored(CREATED)], [CREATED, UPDATED], ['no event without a write']],
  [
    'a version that is told twice',
    [...ALL, { ...UPDATED, id: 'e4' }].map(stored),
    [...ALL, { ...UPDATED, id: 'e4' }],
    ['one event for each version', 'events of one entity are in order'],
  ],
  ['a version that is not told', [CREATED, DELETED].map(stored), [CREATED, DELETED], ['one event for each version']],
  ['events out of order', ALL.map(stored), [UPDATED, CREATED, DELETED], ['events of one entity are in order']],
] as const)('%s is found', (_, items, events, promises) => {
  expect(promisesOf(eventFaults(items, events))).toEqual(promises);
});

test('a limit that is crossed between two events is found, and one that was lowered is not', () => {
  const limit = (id: string, version: number, allowedOrganizations: number): BusEvent =>
    onBus(version === 1 ? 'reseller.created' : 'reseller.updated', id, version, { id: 'r', allowedOrganizations });
  const created = (id: string): BusEvent => onBus('reseller.organization.created', id, 1, { id: `o-${id}` });
  const lowered = [limit('e0', 1, 2), created('e1'), created('e2'), limit('e3', 2, 1)];
  expect(eventFaults(lowered.map(stored), lowered)).toEqual([]);
  const crossed = [...lowered, created('e4')];
  expect(promisesOf(eventFaults(crossed.map(stored), crossed))).toEqual(['limits are never crossed']);
});

test('what was answered before another request began has to be on the bus before it', () => {
  const acknowledged = [
    { tenant: RESELLER, trace: CREATED.trace, from: 0, to: 1 },
    { tenant: RESELLER, trace: UPDATED.trace, from: 2, to: 3 },
  ];
  expect(realTimeFaults(acknowledged, [CREATED, UPDATED])).toEqual([]);
  expect(promisesOf(realTimeFaults(acknowledged, [UPDATED, CREATED]))).toEqual(['events of one tenant are in order']);
  const atOnce = acknowledged.map((one) => ({ ...one, from: 0 }));
  expect(realTimeFaults(atOnce, [UPDATED, CREATED])).toEqual([]);
});

test('an event without an end at one of its rules is found, unless its receiver has it', () => {
  const matched = [{ event: { id: 'b1', detail: { metadata: { eventId: 'e1' } } }, rules: ['one', 'two'] }];
  const ends = (outcome: string) => [
    { eventId: 'b1', rule: 'one', outcome: 'delivered' },
    { eventId: 'b1', rule: 'two', outcome },
  ];
  const endpointOf = (rule: string): string => `/${rule}`;
  expect(deliveryFaults(matched, ends('dead-letter'), [], endpointOf)).toEqual([]);
  expect(deliveryFaults(matched, ends('retrying'), [], endpointOf)).toHaveLength(1);
  expect(deliveryFaults(matched, ends('retrying'), [{ endpoint: '/two', id: 'e1' }], endpointOf)).toEqual([]);
});

const ANSWER: WireAnswer = { what: 'create', key: 'k', status: 201, text: '{"id":1}', type: 'application/json', isReplayed: false, ms: 10 };
const PROBLEM = { status: 503, text: '{"code":"contention"}', type: 'application/problem+json' };

test.each([
  [
    'a defect',
    { status: 500, text: '{"code":"internal-error"}', type: 'application/problem+json' },
    true,
    ['no 500 but that of the gateway for a killed function'],
  ],
  [
    'an end of a function that nobody killed',
    { status: 500, text: '{"message":"Internal Server Error"}' },
    false,
    ['no 500 but that of the gateway for a killed function'],
  ],
  ['an end of a function that was killed', { status: 500, text: '{"message":"Internal Server Error"}' }, true, []],
  ['an answer that took too long', { ...PROBLEM, ms: 40_000 }, true, ["503 within the function's time"]],
  ['an outage', PROBLEM, true, []],
  ['a refusal that is no problem', { ...PROBLEM, type: 'text/html', text: '<html>' }, true, ['each refusal is a problem']],
  ['a replay with another body', { text: '{"id":2}', isReplayed: true }, true, ['replays are equal to the byte']],
  ['a request that was done twice', {}, true, ['replays are equal to the byte']],
  ['a replay', { isReplayed: true }, true, []],
] as const)('%s: %j', (_, second, mayBeKilled, promises) => {
  expect(promisesOf(answerFaults([ANSWER, { ...ANSWER, ...second }], mayBeKilled))).toEqual(promises);
});

test('a text of a person in a log is found', () => {
  const lines = [{ functionName: 'f', line: '{"message":"created ada@example.com"}' }];
  expect(promisesOf(logFaults(lines, ['@example.com']))).toEqual(['logs hold no secrets and persons']);
  expect(logFaults(lines, ['grace@'])).toEqual([]);
});

const item = (type: string, pk: string, sk: string, more: object = {}): StoredItem => ({ ...{ type, pk, sk }, ...more });
const TABLE: readonly StoredItem[] = [
  item('reseller', 'RESELLER#r', 'RESELLER', { id: 'r', organizationCount: 1 }),
  item('organization', 'RESELLER#r', 'ORG#o', { id: 'o', resellerId: 'r', name: 'Acme', email: 'a@example.com', externalId: 'crm-1' }),
  item('entry', 'ORG-NAMES#r', 'acme', { ownerId: 'o' }),
  item('entry', 'ORG-EXTERNAL-IDS#r', 'crm-1', { ownerId: 'o' }),
  item('webhook-quota', 'WEBHOOK-QUOTA', '/', { endpoints: 0 }),
];

test('entries that are missing or left over, and counts that are wrong, are found', () => {
  const details = (items: readonly StoredItem[]): readonly string[] => tableFaults(items).map(({ detail }) => detail);
  const [email] = details(TABLE);
  expect(details(TABLE)).toHaveLength(1);
  expect(email).toMatch(/^ORG-EMAILS#r .*a@example\.com.* of o is missing$/);
  const [, sk = ''] = /^ORG-EMAILS#r (.*) of o is missing$/.exec(email ?? '') ?? [];
  const whole = [...TABLE, item('entry', 'ORG-EMAILS#r', sk, { ownerId: 'o' })];
  expect(details(whole)).toEqual([]);
  expect(details(whole.filter(({ type }) => type !== 'organization'))).toEqual([
    ...['ORG-NAMES#r acme is left over', 'ORG-EXTERNAL-IDS#r crm-1 is left over', `ORG-EMAILS#r ${sk} is left over`],
    'the reseller r counts 1 organizations of 0',
  ]);
  expect(details([...whole, item('webhook', 'WEBHOOK#w', 'WEBHOOK', { owner: '/' })])).toEqual(['0 endpoints of / are counted of 1']);
});
