import { viewOf } from '../src/leaves.ts';
import { compileFilter, compilePattern } from '../src/pattern.ts';

type EventPattern = Readonly<Record<string, unknown>>;

const event = {
  source: 'shop',
  'detail-type': 'shop.order.created',
  resources: ['/shops/9', '/customers/1'],
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
  ['an exact value', { source: ['shop'] }, true],
  ['another value', { source: ['other'] }, false],
  ['any value of the list', { source: ['other', 'shop'] }, true],
  ['all fields together', { source: ['shop'], 'detail-type': ['x'] }, false],
  ['an array of the event when one element fits', { resources: ['/customers/1'] }, true],
  ['null is not absent', { detail: { nothing: [null] } }, true],
  ['null does not match an absent field', { detail: { missing: [null] } }, false],
  ['a boolean is not a string', { detail: { active: ['true'] } }, false],
  ['a number is not a string', { detail: { count: ['25'] } }, false],
  ['prefix', { 'detail-type': [{ prefix: 'shop.' }] }, true],
  ['prefix is case sensitive', { 'detail-type': [{ prefix: 'Shop.' }] }, false],
  ['prefix ignoring case', { 'detail-type': [{ prefix: { 'equals-ignore-case': 'SHOP.' } }] }, true],
  ['suffix', { 'detail-type': [{ suffix: '.created' }] }, true],
  ['suffix ignoring case', { 'detail-type': [{ suffix: { 'equals-ignore-case': '.CREATED' } }] }, true],
  ['equals-ignore-case', { detail: { name: [{ 'equals-ignore-case': 'üNÏQUE gmbh' }] } }, true],
  ['anything-but one value', { source: [{ 'anything-but': 'shop' }] }, false],
  ['anything-but a list', { source: [{ 'anything-but': ['a', 'b'] }] }, true],
  ['anything-but a number', { detail: { count: [{ 'anything-but': [25] }] } }, false],
  ['anything-but prefix', { source: [{ 'anything-but': { prefix: 'sh' } }] }, false],
  ['anything-but a list of prefixes', { source: [{ 'anything-but': { prefix: ['a', 'b'] } }] }, true],
  ['anything-but suffix', { source: [{ 'anything-but': { suffix: 'op' } }] }, false],
  ['anything-but equals-ignore-case', { source: [{ 'anything-but': { 'equals-ignore-case': ['SHOP'] } }] }, false],
  ['anything-but wildcard', { source: [{ 'anything-but': { wildcard: 's*p' } }] }, false],
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
  ['wildcard', { 'detail-type': [{ wildcard: 'shop.*.created' }] }, true],
  ['wildcard is anchored', { 'detail-type': [{ wildcard: 'order.*' }] }, false],
  ['wildcard takes other characters literally', { 'detail-type': [{ wildcard: 'shop?order.*' }] }, false],
  ['wildcard with an escaped star', { 'detail-type': [{ wildcard: 'shop.\\*.created' }] }, false],
  ['$or of fields', { $or: [{ source: ['x'] }, { detail: { count: [25] } }] }, true],
  ['$or beside another field', { 'detail-type': ['x'], $or: [{ source: ['shop'] }, { detail: { count: [25] } }] }, false],
  ['$or replaces the same field beside it', { source: ['x'], $or: [{ source: ['shop'] }, { detail: { count: [25] } }] }, true],
  ['$or inside a field', { detail: { $or: [{ count: [1] }, { active: [true] }] } }, true],
  ['elements of an object array', { detail: { lines: { kind: ['b'], size: [2] } } }, true],
  ['fields of different elements do not add up', { detail: { lines: { kind: ['a'], size: [2] } } }, false],
];

test.each(table)('%s', (_, pattern, expected) => {
  expect(compilePattern(JSON.stringify(pattern))(viewOf(event))).toBe(expected);
});

test('a Lambda filter reads DynamoDB stream records', () => {
  const filter = compileFilter(
    JSON.stringify({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { kind: { S: [{ prefix: 'event' }] }, sent: { BOOL: [{ exists: false }] } } },
    }),
  );
  const accepts = (record: object): boolean => filter(viewOf(record));
  const record = { eventName: 'INSERT', dynamodb: { NewImage: { kind: { S: 'event#1' } } } };
  expect(accepts(record)).toBe(true);
  expect(accepts({ ...record, eventName: 'MODIFY' })).toBe(false);
  expect(accepts({ ...record, dynamodb: { Keys: {} } })).toBe(false);
});

test('a Lambda filter may be empty, a rule may not', () => {
  expect(compileFilter('{}')(viewOf({}))).toBe(true);
  expect(() => compilePattern('{}')).toThrow(/Empty objects are not allowed/);
});

/** Two alternatives at each of so many depths, 2ⁿ combinations. */
const alternatives = (depths: number): EventPattern => ({
  $or: [{ a: ['x'] }, { b: ['y'] }],
  ...(depths > 1 ? { next: alternatives(depths - 1) } : {}),
});

const invalid: readonly [string, EventPattern, RegExp][] = [
  ['an unknown operator', { detail: { name: [{ regex: 'x' }] } }, /Unrecognized match type regex at detail\.name/],
  [
    'an unknown operator in anything-but',
    { source: [{ 'anything-but': { numeric: ['>', 1] } }] },
    /anything-but pattern: numeric at source/,
  ],
  ['two operators in one expression', { source: [{ prefix: 'a', suffix: 'b' }] }, /Only one key allowed in match expression at source/],
  ['an empty array', { source: [] }, /Empty arrays are not allowed at source/],
  ['an empty object', { detail: {} }, /Empty objects are not allowed at detail/],
  ['a bare value', { source: 'shop' }, /"source" must be an object or an array/],
  ['a wildcard with two stars', { source: [{ wildcard: 'a**b' }] }, /Consecutive wildcard/],
  ['an unknown comparison', { detail: { count: [{ numeric: ['!=', 1] }] } }, /numeric takes one comparison/],
  ['a list as a value', { source: [['x']] }, /Match value must be String, number, true, false, or null at source/],
  ['numbers in no order', { detail: { count: [{ numeric: ['>', 5, '<', 5] }] } }, /Bottom must be less than top at detail\.count/],
  ['numbers from below the least on', { detail: { count: [{ numeric: ['<', -Number.MAX_VALUE] }] } }, /Bottom must be less than top/],
  ['a block of one address', { source: [{ cidr: '10.0.0.1/32' }] }, /IPv4 mask bits must be < 32 at source/],
  ['an escape of nothing', { source: [{ wildcard: 'a\\b' }] }, /Invalid escape character at source/],
  ['an alternative that is a value', { $or: [{ source: ['x'] }, 'y'] }, /\$or takes an array of at least two objects/],
  // The engine before it had $or, which it tries where $or is a name, took fewer exceptions.
  ['a wildcard as an exception beside the name $or', { $or: { a: [{ 'anything-but': { wildcard: 'x*' } }] } }, /\$or takes an array/],
  ['a list of edges as exceptions beside the name $or', { $or: { a: [{ 'anything-but': { prefix: ['x'] } }] } }, /\$or takes an array/],
  ['an operator as an alternative', { $or: [{ prefix: ['x'] }, { a: ['y'] }] }, /prefix is a reserved name/],
  ['more than a thousand combinations', alternatives(10), /over 1000 rule combinations/],
  ['exists with a string', { source: [{ exists: 'yes' }] }, /exists match pattern must be either true or false at source/],
];

test.each(invalid)('compiling refuses %s and says where', (_, pattern, message) => {
  expect(() => compilePattern(JSON.stringify(pattern))).toThrow(message);
});

test('as many combinations as AWS takes are taken', () => {
  expect(compilePattern(JSON.stringify(alternatives(9)))(viewOf({ a: 'x' }))).toBe(false);
});

test('a path of many elements is decided at once', () => {
  const elements = Array.from({ length: 300 }, () => ({ x: '1' }));
  const pattern = { a: { x: ['1'] }, b: { x: ['1'] }, c: { x: ['1'] }, d: { x: ['1'] }, e: ['no', { exists: false }] };
  const crowd = { a: elements, b: [...elements], c: [...elements], d: [...elements], e: 'yes' };
  expect(compilePattern(JSON.stringify(pattern))(viewOf(crowd))).toBe(false);
});

test('a wildcard is decided at once, however many stars it has', () => {
  const accepts = compilePattern(JSON.stringify({ a: [{ wildcard: `${'*a'.repeat(30)}*b` }] }));
  expect(accepts(viewOf({ a: 'a'.repeat(100_000) }))).toBe(false);
});
