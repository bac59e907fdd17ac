import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, type Call, startApi } from './api.ts';
import { at, makeOrganization } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { eventsBy } from './stored.ts';

let api: Api;
let reseller: string;

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api);
});
afterAll(() => api.stop());

/** So many pairs, whose names and values have these lengths. */
const pairs = (count: number, { from = 0, name = 2, value = 1, of = 'x' } = {}): Item =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [String(from + index).padStart(name, 'k'), of.repeat(value)]));

/** Each way that metadata comes in with a whole organization. */
const creates: readonly (readonly [string, (metadata: unknown) => Call])[] = [
  ['POST', (metadata) => ({ method: 'POST', path: at(reseller), body: newOrganization({ metadata }) })],
  ['PUT', (metadata) => ({ method: 'PUT', path: at(reseller, `by-external-id/${fresh()}`), body: newOrganization({ metadata }) })],
];

const patching = (id: unknown, metadata: unknown): Call => ({ method: 'PATCH', path: at(reseller, id), body: { metadata } });

test('metadata is kept and answered as it is given, to the character, and so are its bounds', async () => {
  const metadata = { ...pairs(48), 'Ключ ключ': ' two\nlines ', ['n'.repeat(64)]: '😀'.repeat(512) };
  const { id, ...made } = await makeOrganization(api, reseller, { metadata });
  expect(made.metadata).toEqual(metadata);
  expect((await api.get(at(reseller, id))).body.metadata).toEqual(metadata);
  expect((await api.get(at(reseller), { query: `name=${made.name}` })).items).toMatchObject([{ id, metadata }]);
});

test('no metadata is absent, and empty metadata is empty', async () => {
  expect(await makeOrganization(api, reseller)).not.toHaveProperty('metadata');
  expect((await makeOrganization(api, reseller, { metadata: {} })).metadata).toEqual({});
});

test.each(creates)('%s takes 50 pairs and 32 KiB, and no more of either', async (_, call) => {
  // 49 pairs of 64 + 594 bytes, and what is left for the last.
  const full = { ...pairs(49, { name: 64, value: 198, of: '€' }), ['l'.repeat(64)]: 'x'.repeat(32 * 1024 - 49 * 658 - 64) };
  expect((await api.send(call(full))).status).toBe(201);
  const over = { ...full, ['l'.repeat(64)]: `${full['l'.repeat(64)]}x` };
  const { body } = await refused(api, call(over), 'invalid-request');
  expect(body.errors).toMatchObject([{ pointer: '/metadata', code: 'too-large', message: 'must have at most 32768 bytes, and has 32769' }]);
  expect(await violationsOf(api, call(pairs(51)))).toEqual(['body /metadata too-many']);
});

const ODD: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['a text', 'x', ['body /metadata wrong-type']],
  ['a list', ['x'], ['body /metadata wrong-type']],
  ['a number as a value', { a: 1, b: true }, ['body /metadata/a wrong-type', 'body /metadata/b wrong-type']],
  ['an object as a value', { a: {} }, ['body /metadata/a wrong-type']],
  ['a value of 513 characters', { a: '😀'.repeat(513) }, ['body /metadata/a too-long']],
  ['a value with a control character', { a: '\u0000' }, ['body /metadata/a invalid-characters']],
  ['an empty name', { '': 'x' }, ['body /metadata/ invalid-name']],
  ['a name of 65 characters', { ['n'.repeat(65)]: 'x' }, [`body /metadata/${'n'.repeat(65)} invalid-name`]],
  ['a blank name', { ' ': 'x' }, ['body /metadata/  invalid-name']],
  ['a name of two lines', { 'a\nb': 'x' }, ['body /metadata/a\nb invalid-name']],
  ['a name with a quotation mark', { 'a"b': 'x' }, ['body /metadata/a"b invalid-name']],
  ['a name with a backslash', { 'a\\b': 'x' }, ['body /metadata/a\\b invalid-name']],
  ['more than one thing wrong', { 'a/b': 1, '~\t': 'x' }, ['body /metadata/a~1b wrong-type', 'body /metadata/~0\t invalid-name']],
];

describe.each([...creates, ['PATCH', undefined] as const])('%s', (_, call) => {
  test.each(ODD)('refuses %s', async (__, metadata, violations) => {
    const request = call ? call(metadata) : patching((await makeOrganization(api, reseller)).id, metadata);
    expect(await violationsOf(api, request)).toEqual(violations);
  });

  test('refuses the name that means the prototype', async () => {
    const whole = call ? call({ proto: 'x' }) : patching((await makeOrganization(api, reseller)).id, { proto: 'x' });
    const body = JSON.stringify(whole.body).replace('"proto"', '"__proto__"');
    expect(await violationsOf(api, { ...whole, body })).toEqual(['body /metadata/__proto__ invalid-name']);
  });
});

test.each(creates)('null as metadata or as a value is absent for %s', async (_, call) => {
  expect((await api.send(call(null))).body).not.toHaveProperty('metadata');
  expect((await api.send(call({ a: null, b: '1' }))).body.metadata).toEqual({ b: '1' });
});

describe('names that every object inherits', () => {
  const INHERITED = { constructor: 'a', toString: 'b', hasOwnProperty: 'c', valueOf: 'd' };

  test('are names like any other: given, added, changed and removed', async () => {
    const { id } = await makeOrganization(api, reseller, { metadata: INHERITED });
    expect((await api.get(at(reseller, id))).body.metadata).toEqual(INHERITED);
    const none = Object.fromEntries(Object.keys(INHERITED).map((name) => [name, null]));
    expect((await api.send(patching(id, none))).body.metadata).toEqual({});
    const [event] = await eventsBy(api, () => api.send(patching(id, INHERITED)));
    expect((await api.get(at(reseller, id))).body).toMatchObject({ metadata: INHERITED, version: 3 });
    expect(event?.metadata.previous).toEqual(Object.fromEntries(Object.keys(INHERITED).map((name) => [`/metadata/${name}`, null])));
  });

  test('are told as new when there was no metadata', async () => {
    const { id } = await makeOrganization(api, reseller);
    const [event] = await eventsBy(api, () => api.send(patching(id, { constructor: 'a' })));
    expect(event?.metadata).toMatchObject({ changed: ['/metadata'], previous: { '/metadata': null } });
  });

  test('that are not there are removed by changing nothing', async () => {
    const { id } = await makeOrganization(api, reseller, { metadata: { a: 'b' } });
    expect((await api.send(patching(id, { constructor: null, toString: null }))).headers.etag).toBe('"1"');
  });
});

describe('a PATCH', () => {
  test('may name up to 100 pairs, and may not leave more than 50', async () => {
    const { id } = await makeOrganization(api, reseller, { metadata: pairs(50) });
    const others = Object.fromEntries(Object.keys(pairs(50)).map((name) => [name, null]));
    expect((await api.send(patching(id, { ...others, ...pairs(50, { from: 50 }) }))).body.metadata).toEqual(pairs(50, { from: 50 }));
    const { body } = await refused(api, patching(id, pairs(1)), 'invalid-request');
    expect(body.errors).toMatchObject([
      { in: 'body', pointer: '/metadata', code: 'too-many', message: expect.stringContaining('51 pairs') },
    ]);
    expect(await violationsOf(api, patching(id, pairs(101)))).toEqual(['body /metadata too-many']);
  });

  test('may not leave more than 32 KiB, whatever of it is new, and both bounds are told at once', async () => {
    const { id } = await makeOrganization(api, reseller, { metadata: pairs(40, { name: 64, value: 512 }) });
    expect((await api.send(patching(id, pairs(10, { from: 40, name: 64, value: 512 })))).status).toBe(200);
    expect(await violationsOf(api, patching(id, pairs(10, { from: 0, name: 64, value: 512, of: '€' })))).toEqual([
      'body /metadata too-large',
    ]);
    expect(await violationsOf(api, patching(id, pairs(20, { from: 45, name: 64, value: 512, of: '€' })))).toEqual([
      'body /metadata too-large',
      'body /metadata too-many',
    ]);
  });
});
