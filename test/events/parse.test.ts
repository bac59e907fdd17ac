import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats/dist/formats.js';
import schemas from '../../events/generated/schemas.json' with { type: 'json' };
import { EVENT_NAMES, type EventName, parseEvent, parseWebhook, UnknownEventError } from '../../events/index.ts';
import { DELIVERED_NAMES as PUBLISHED } from '../../functions/events/event-names.ts';
import { DELIVERED } from '../../functions/webhooks/event-catalogue.ts';

const AT = '2026-11-22T14:15:22.000Z';

const bodyOf = (event: EventName) => ({ event, data: DELIVERED[event].sample, triggeredAt: AT });

const eventOf = (name: EventName) => ({
  ...{ version: '0', id: '1f6c', source: 'tenantry', 'detail-type': name, account: '111122223333', time: '2026-11-22T14:15:23Z' },
  ...{ region: 'eu-central-1', resources: ['/resellers/1', 'tenantry-dev'] },
  detail: {
    metadata: {
      ...{ eventId: '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31', schemaVersion: 1, version: 1, previousVersion: null },
      ...{ changed: [], previous: { '/name': 'Contoso' }, tenant: '/resellers/1', actor: 'token:crm', requestId: 'r' },
    },
    payload: bodyOf(name),
  },
});

const KINDS = [
  ['bus', parseEvent, eventOf],
  ['webhook', parseWebhook, bodyOf],
] as const;

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { 'date-time': formats.fullFormats['date-time'] } });
ajv.addSchema(schemas, 'events');

const isValid = (kind: string, name: EventName, value: unknown): boolean => ajv.validate(`events#/$defs/${kind}:${name}`, value) as boolean;

const isParsed = (parse: (value: unknown) => unknown, value: unknown): boolean => {
  try {
    return parse(value) === value;
  } catch {
    return false;
  }
};

test('the names are those of the product', () => expect(EVENT_NAMES).toEqual(PUBLISHED));

describe.each(KINDS)('on the %s', (kind, parse, sampleOf) => {
  test.each(PUBLISHED)('%s is parsed, and matches its schema and no other', (name) => {
    const value = sampleOf(name);
    expect(parse(value)).toBe(value);
    expect(PUBLISHED.filter((other) => isValid(kind, other, value))).toEqual([name]);
    expect(ajv.validate('events', value)).toBe(true);
  });

  test('the parser and the schemas agree on every value that replaces a member', () => {
    const values = [
      undefined,
      null,
      true,
      'text',
      '2026-02-30T00:00:00Z',
      AT,
      '2026-11-22',
      1,
      1.5,
      2,
      [],
      ['a'],
      [1],
      {},
      { a: 'b' },
      { a: 1 },
    ];
    let refused = 0;
    let checked = 0;
    const disagreed: unknown[] = [];
    for (const name of PUBLISHED) {
      for (const path of pathsOf(sampleOf(name))) {
        for (const value of values) {
          const changed = replace(sampleOf(name), path, value);
          const isAccepted = isParsed(parse, changed);
          if (isAccepted !== isValid(kind, name, changed)) disagreed.push([name, path, value, isAccepted]);
          refused += isAccepted ? 0 : 1;
          checked += 1;
        }
      }
    }
    expect(disagreed).toEqual([]);
    expect(refused).toBeGreaterThan(1000);
    expect(checked - refused).toBeGreaterThan(200);
  });

  test('members and values of enumerations of a later release are accepted', () => {
    for (const name of PUBLISHED) {
      const later = extend(sampleOf(name));
      expect(JSON.stringify(later)).toContain('"addedLater"');
      expect([name, isParsed(parse, later), isValid(kind, name, later)]).toEqual([name, true, true]);
    }
    const endpoint = replace(sampleOf('webhook.suspended'), [...dataIn(kind), 'events'], ['reseller.organization.renamed']);
    expect(isParsed(parse, replace(endpoint, [...dataIn(kind), 'status'], 'paused'))).toBe(true);
  });

  test.each(['reseller.organization.renamed', 'constructor', '__proto__', 'toString', '', 'reseller.*'])(
    'the event %j is not known',
    (name) => {
      const value = JSON.parse(JSON.stringify(sampleOf('reseller.created')).replaceAll('"reseller.created"', JSON.stringify(name)));
      expect(() => parse(value)).toThrow(UnknownEventError);
      expect(() => parse(value)).toThrow(expect.objectContaining({ name: 'UnknownEventError', event: name }));
    },
  );

  test.each<readonly [unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    ['{}', 'string'],
    [[], 'array'],
    [1n, 'bigint'],
  ])('%p is no event', (value, type) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ pointer: '', reason: `must be of type object, and is of type ${type}` }));
  });
});

const NO_TEXT = 'must be of type string, and is of type number';

test.each<readonly [readonly string[], unknown, string, string]>([
  [['source'], 'tenantry.canary', '/source', 'must be "tenantry"'],
  [['resources', '1'], 5, '/resources/1', NO_TEXT],
  [['detail', 'metadata', 'schemaVersion'], 2, '/detail/metadata/schemaVersion', 'must be 1'],
  [
    ['detail', 'metadata', 'previousVersion'],
    'x',
    '/detail/metadata/previousVersion',
    'must be of type integer or null, and is of type string',
  ],
  [['detail', 'payload', 'event'], 'reseller.updated', '/detail/payload/event', 'must be "reseller.organization.created"'],
  [['detail', 'payload', 'triggeredAt'], 'now', '/detail/payload/triggeredAt', 'must be a time as RFC 3339 writes it'],
  [['detail', 'payload', 'data', 'metadata'], { constructor: 1 }, '/detail/payload/data/metadata/constructor', NO_TEXT],
  [['resources'], Array(1), '/resources/0', 'must be of type string, and is of type undefined'],
  [['detail', 'payload', 'data', 'name'], undefined, '/detail/payload/data/name', 'is missing'],
  [['detail', 'payload', 'data', 'metadata'], { 'a/b~c': 1 }, '/detail/payload/data/metadata/a~1b~0c', NO_TEXT],
])('an event with %j = %j is refused by its member', (path, value, pointer, reason) => {
  const changed = replace(eventOf('reseller.organization.created'), path, value);
  expect(() => parseEvent(changed)).toThrow(
    expect.objectContaining({ name: 'InvalidEventError', pointer, reason, message: `${pointer} ${reason}` }),
  );
});

test('times have the days that their month has, and the hours of a day', () => {
  const accepted = (triggeredAt: string): boolean => isParsed(parseWebhook, { ...bodyOf('reseller.created'), triggeredAt });
  const days = ['2024-02-29', '2000-02-29', '2026-01-31', '2026-04-30', '2026-12-31'];
  const others = ['2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-13-01', '2026-01-00', '2026-01-32'];
  expect(days.filter((day) => !accepted(`${day}T23:59:59Z`))).toEqual([]);
  expect(others.filter((day) => accepted(`${day}T23:59:59Z`))).toEqual([]);
  expect(
    ['T24:00:00Z', 'T10:00:00', 'T10:60:00Z', 'T10:00:00+24:00', ' 10:00:00Z'].filter((time) => accepted(`2026-01-01${time}`)),
  ).toEqual([]);
  expect(['T10:00:00.123456Z', 'T10:00:00-05:30'].filter((time) => !accepted(`2026-01-01${time}`))).toEqual([]);
});

test('a snapshot of a later release is an unknown event, and one of another source is none', () => {
  const named = (source: string) => ({ source, 'detail-type': 'reseller.invoice.snapshot' });
  expect(() => parseEvent(named('tenantry.snapshot.crm'))).toThrow(UnknownEventError);
  expect(() => parseEvent(named('aws.ec2'))).toThrow(expect.objectContaining({ name: 'InvalidEventError', pointer: '/source' }));
});

test('a member that is only inherited is missing', () => {
  const body = Object.create(bodyOf('reseller.created')) as object;
  expect(() => parseWebhook(body)).toThrow(expect.objectContaining({ pointer: '/event', reason: 'is missing' }));
});

const dataIn = (kind: string): readonly string[] => (kind === 'bus' ? ['detail', 'payload', 'data'] : ['data']);

/** Adds a member to every object, at every depth. */
const extend = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, extend(inner)])), addedLater: 'text' }
    : value;

/** Lists the path of every member, at every depth. */
const pathsOf = (value: unknown): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [[name], ...pathsOf(inner).map((path) => [name, ...path])])
    : [];

/** Returns a copy with another value at a path; undefined removes it. */
const replace = (value: unknown, [name = '', ...rest]: readonly string[], by: unknown): object => {
  const copy = structuredClone(value) as Record<string, unknown>;
  if (Array.isArray(copy) && by === undefined && rest.length === 0) copy.splice(Number(name), 1);
  else if (rest.length > 0) copy[name] = replace(copy[name], rest, by);
  else if (by === undefined) delete copy[name];
  else copy[name] = by;
  return copy;
};
