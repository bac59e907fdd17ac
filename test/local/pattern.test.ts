import { compilePattern, type EventPattern, matches } from '../../local/eventbridge/pattern.ts';

const event = {
  source: 'tenantry',
  'detail-type': 'reseller.organization.created',
  resources: ['/resellers/9', '/partners/1'],
  detail: {
    name: 'Ünïque GmbH',
    empty: '',
    nothing: null,
    active: true,
    count: 25,
    address: '10.0.3.7',
    nested: { deep: 'x' },
    list: [],
    lines: [
      { kind: 'a', size: 1 },
      { kind: 'b', size: 2 },
    ],
  },
};

const table: readonly [string, EventPattern, boolean][] = [
  ['an empty pattern accepts everything', {}, true],
  ['an exact value', { source: ['tenantry'] }, true],
  ['another value', { source: ['other'] }, false],
  ['any value of the list', { source: ['other', 'tenantry'] }, true],
  ['all fields together', { source: ['tenantry'], 'detail-type': ['x'] }, false],
  ['an array of the event when one element fits', { resources: ['/partners/1'] }, true],
  ['null is not absent', { detail: { nothing: [null] } }, true],
  ['null does not match an absent field', { detail: { missing: [null] } }, false],
  ['a boolean is not a string', { detail: { active: ['true'] } }, false],
  ['a number is not a string', { detail: { count: ['25'] } }, false],
  ['prefix', { 'detail-type': [{ prefix: 'reseller.' }] }, true],
  ['prefix is case sensitive', { 'detail-type': [{ prefix: 'Reseller.' }] }, false],
  ['prefix ignoring case', { 'detail-type': [{ prefix: { 'equals-ignore-case': 'RESELLER.' } }] }, true],
  ['suffix', { 'detail-type': [{ suffix: '.created' }] }, true],
  ['suffix ignoring case', { 'detail-type': [{ suffix: { 'equals-ignore-case': '.CREATED' } }] }, true],
  ['equals-ignore-case', { detail: { name: [{ 'equals-ignore-case': 'üNÏQUE gmbh' }] } }, true],
  ['anything-but one value', { source: [{ 'anything-but': 'tenantry' }] }, false],
  ['anything-but a list', { source: [{ 'anything-but': ['a', 'b'] }] }, true],
  ['anything-but a number', { detail: { count: [{ 'anything-but': [25] }] } }, false],
  ['anything-but prefix', { source: [{ 'anything-but': { prefix: 'ten' } }] }, false],
  ['anything-but a list of prefixes', { source: [{ 'anything-but': { prefix: ['a', 'b'] } }] }, true],
  ['anything-but suffix', { source: [{ 'anything-but': { suffix: 'try' } }] }, false],
  ['anything-but equals-ignore-case', { source: [{ 'anything-but': { 'equals-ignore-case': ['TENANTRY'] } }] }, false],
  ['anything-but wildcard', { source: [{ 'anything-but': { wildcard: 't*y' } }] }, false],
  ['anything-but needs the field', { missing: [{ 'anything-but': 'x' }] }, false],
  ['exists true', { detail: { empty: [{ exists: true }] } }, true],
  ['exists true of an absent field', { detail: { missing: [{ exists: true }] } }, false],
  ['exists false of an absent field', { detail: { missing: [{ exists: false }] } }, true],
  ['exists false below an absent parent', { absent: { field: [{ exists: false }] } }, true],
  ['exists false of a present field', { detail: { nothing: [{ exists: false }] } }, false],
  ['exists sees leaves only, as AWS does', { detail: { nested: [{ exists: true }] } }, false],
  ['an empty array counts as absent', { detail: { list: [{ exists: false }] } }, true],
  ['exists false or a value', { detail: { missing: ['x', { exists: false }] } }, true],
  ['numeric range', { detail: { count: [{ numeric: ['>', 0, '<=', 25] }] } }, true],
  ['numeric beyond', { detail: { count: [{ numeric: ['>=', 26] }] } }, false],
  ['numeric equality', { detail: { count: [{ numeric: ['=', 25.0] }] } }, true],
  ['numeric of a string', { source: [{ numeric: ['>', 0] }] }, false],
  ['cidr', { detail: { address: [{ cidr: '10.0.0.0/22' }] } }, true],
  ['cidr of another network', { detail: { address: [{ cidr: '10.0.4.0/24' }] } }, false],
  ['wildcard', { 'detail-type': [{ wildcard: 'reseller.*.created' }] }, true],
  ['wildcard is anchored', { 'detail-type': [{ wildcard: 'organization.*' }] }, false],
  ['wildcard takes other characters literally', { 'detail-type': [{ wildcard: 'reseller?organization.*' }] }, false],
  ['wildcard with an escaped star', { 'detail-type': [{ wildcard: 'reseller.\\*.created' }] }, false],
  ['$or of fields', { $or: [{ source: ['x'] }, { detail: { count: [25] } }] }, true],
  ['$or beside another field', { source: ['x'], $or: [{ source: ['tenantry'] }, { detail: { count: [25] } }] }, false],
  ['$or inside a field', { detail: { $or: [{ count: [1] }, { active: [true] }] } }, true],
  ['elements of an object array', { detail: { lines: { kind: ['b'], size: [2] } } }, true],
  ['fields of different elements do not add up', { detail: { lines: { kind: ['a'], size: [2] } } }, false],
];

test.each(table)('%s', (_, pattern, expected) => {
  expect(matches(pattern, event)).toBe(expected);
});

test('a Lambda filter reads DynamoDB stream records', () => {
  const accepts = compilePattern({
    eventName: ['INSERT'],
    dynamodb: { NewImage: { kind: { S: [{ prefix: 'event' }] }, sent: { BOOL: [{ exists: false }] } } },
  });
  const record = { eventName: 'INSERT', dynamodb: { NewImage: { kind: { S: 'event#1' } } } };
  expect(accepts(record)).toBe(true);
  expect(accepts({ ...record, eventName: 'MODIFY' })).toBe(false);
  expect(accepts({ ...record, dynamodb: { Keys: {} } })).toBe(false);
});

const invalid: readonly [string, EventPattern, RegExp][] = [
  ['an unknown operator', { detail: { name: [{ regex: 'x' }] } }, /Unrecognized match type regex at detail\.name/],
  ['an unknown operator in anything-but', { source: [{ 'anything-but': { numeric: ['>', 1] } }] }, /numeric in anything-but at source/],
  ['two operators in one expression', { source: [{ prefix: 'a', suffix: 'b' }] }, /Only one operator/],
  ['an empty array', { source: [] }, /Empty arrays are not allowed at source/],
  ['an empty object', { detail: {} }, /Empty objects are not allowed at detail/],
  ['a bare value', { source: 'tenantry' }, /"source" must be an object or an array/],
  ['a wildcard with two stars', { source: [{ wildcard: 'a**b' }] }, /Consecutive wildcard/],
  ['an unknown comparison', { detail: { count: [{ numeric: ['!=', 1] }] } }, /Unrecognized numeric comparison/],
  ['exists with a string', { source: [{ exists: 'yes' }] }, /exists at source takes true or false/],
];

test.each(invalid)('compiling refuses %s and says where', (_, pattern, message) => {
  expect(() => compilePattern(pattern)).toThrow(message);
});
