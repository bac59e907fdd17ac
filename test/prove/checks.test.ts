import { credentialKey, entryKey, resellerEmails, resellerNames, resellerPlaceKey } from '../../functions/shared/table/keys.ts';
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

const AT_4: StoredItem = { pk: 'RESELLER#r', sk: 'ORG#o', type: 'organization', id: 'o', version: 4 };

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
  [
    'a version of another kind that is told twice',
    [...ALL, { ...UPDATED, id: 'e4', name: 'reseller.organization.deleted' }].map(stored),
    [...ALL, { ...UPDATED, id: 'e4', name: 'reseller.organization.deleted' }],
    ['one event for each version', 'events of one entity are in order'],
  ],
  ['a last version that is not told', [...ALL.map(stored), AT_4], ALL, ['one event for each version']],
  ['a version that is not there yet', [...ALL.map(stored), { ...AT_4, version: 2 }], ALL, ['one event for each version']],
  ['a version that is not told', [CREATED, DELETED].map(stored), [CREATED, DELETED], ['one event for each version']],
  ['events out of order', ALL.map(stored), [UPDATED, CREATED, DELETED], ['events of one entity are in order']],
] as const)('%s is found', (_, items, events, promises) => {
  expect(promisesOf(eventFaults(items, events))).toEqual(promises);
});

test('the first version of a contact that is made with its partner is told of by the event of the partner', () => {
  const made = onBus('partner.created', 'e1', 1, { id: 7, contact: { id: 8 } });
  const renamed = onBus('partner.contact.updated', 'e2', 2, { id: 8 });
  expect(eventFaults([made, renamed].map(stored), [made, renamed])).toEqual([]);
  expect(promisesOf(eventFaults([stored(renamed)], [renamed]))).toEqual(['one event for each version']);
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
  const event = { id: 'b1', detail: { metadata: { eventId: 'e1' } } };
  const matched = [{ event, rules: ['one', 'two'] }];
  const end = (rule: string, outcome: string) => ({ eventId: 'b1', rule, outcome, url: `https://hooks.test/${rule}` });
  const faultsWith = (outcome: string, endpoint?: string) =>
    deliveryFaults(matched, [end('one', 'delivered'), end('two', outcome)], endpoint ? [{ endpoint, id: 'e1' }] : [], 'one');
  expect(faultsWith('dead-letter')).toEqual([]);
  expect(faultsWith('retrying')).toHaveLength(1);
  expect(faultsWith('dropped')).toHaveLength(1);
  expect(faultsWith('retrying', '/two')).toEqual([]);
  expect(faultsWith('retrying', '/one')).toHaveLength(1);
  const ends = [end('two', 'delivered')];
  expect(promisesOf(deliveryFaults([{ event, rules: ['two'] }], ends, [], 'one'))).toEqual([
    'each event is for the endpoint that gets all',
  ]);
});

const ANSWER: WireAnswer = {
  what: 'create',
  path: '/v3/resellers/r/organizations',
  key: 'k',
  status: 201,
  text: '{"id":1}',
  type: 'application/json',
  isReplayed: false,
  ms: 10,
};
const PROBLEM = { status: 503, text: '{"code":"contention"}', type: 'application/problem+json' };

test.each([
  [
    'a defect',
    { status: 500, text: '{"code":"internal-error"}', type: 'application/problem+json' },
    true,
    ['no 5xx but 503, and that of the gateway for a killed function'],
  ],
  [
    'an end of a function that nobody killed',
    { status: 500, text: '{"message":"Internal Server Error"}' },
    false,
    ['no 5xx but 503, and that of the gateway for a killed function'],
  ],
  ['an end of a function that was killed', { status: 500, text: '{"message":"Internal Server Error"}' }, true, []],
  [
    'a text like that of the gateway',
    { status: 500, text: '{"message":"read ECONNRESET"}', type: '' },
    true,
    ['no 5xx but 503, and that of the gateway for a killed function', 'each refusal is a problem'],
  ],
  ['a timeout of the gateway', { ...PROBLEM, status: 504 }, true, ['no 5xx but 503, and that of the gateway for a killed function']],
  ['an answer that took too long', { ...PROBLEM, ms: 21_000 }, true, ["503 within the function's time"]],
  ['a batch that took as long', { ...PROBLEM, ms: 21_000, path: '/v3/resellers/r/organizations:batch' }, true, []],
  ['an outage', PROBLEM, true, []],
  ['a refusal that is no problem', { ...PROBLEM, type: 'text/html', text: '<html>' }, true, ['each refusal is a problem']],
  ['a replay with another body', { text: '{"id":2}', isReplayed: true }, true, ['replays are equal to the byte']],
  ['a request that was done twice', {}, true, ['replays are equal to the byte']],
  ['a replay', { isReplayed: true }, true, []],
  ['a replay without its secret', { text: '{"id":1,"secret":"s"}', isReplayed: true }, true, []],
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
  item('reseller', 'RESELLER#r', 'RESELLER', { id: 'r', name: 'North', email: 'n@example.com', organizationCount: 1 }),
  ...[resellerPlaceKey('r'), entryKey(resellerNames, 'North', 'r'), entryKey(resellerEmails, 'n@example.com', 'r')].map(({ pk, sk }) =>
    item('entry', pk, sk, { ownerId: 'r' }),
  ),
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

test('a user name that signs another in, or nobody any more, is found', () => {
  const details = (items: readonly StoredItem[]): readonly string[] => tableFaults(items).map(({ detail }) => detail);
  const key = (userName: string) => credentialKey(userName).pk;
  const contact = item('contact', 'PARTNER#7', 'CONTACT#8', { id: 8, userName: 'ada' });
  const own = item('credential', key('ada'), 'CREDENTIAL', { partnerId: 7, contactId: 8 });
  const place = item('credential-place', key('key-1'), 'PLACE', { partnerId: 7, id: '1', userName: 'key-1' });
  const secret = item('credential', key('key-1'), 'CREDENTIAL', { partnerId: 7, id: '1' });
  expect(details([contact, own, place, secret])).toEqual([]);
  expect(details([contact, { ...own, contactId: 9 }])).toEqual([expect.stringMatching(/is of 7 9, not of 7 8$/)]);
  expect(details([place])).toEqual([expect.stringMatching(/is of nobody, not of 7 1$/)]);
  expect(details([own])).toEqual([expect.stringMatching(/of 7 8 is left over$/)]);
});
