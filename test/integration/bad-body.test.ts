import { gzipSync } from 'node:zlib';
import type { ProblemCode } from '../../functions/shared/contract/problems.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { makeReseller, newOrganization, newPartner, newReseller } from './samples.ts';

let api: Api;
let paths: Readonly<Record<string, string>>;
const valid: Readonly<Record<string, () => Item>> = { partner: newPartner, reseller: newReseller, organization: newOrganization };

beforeAll(async () => {
  api = await startApi();
  const organization = `/v3/resellers/${await makeReseller(api)}/organizations`;
  paths = { partner: '/v1/partners', reseller: '/v3/resellers', organization };
});
afterAll(() => api.stop());

const post = (kind: string, body: unknown, headers = {}) => ({ method: 'POST', path: paths[kind] ?? '', body, headers });
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** The JSON of a valid body with one text in it replaced by raw JSON. */
const withJson = (kind: string, member: string, json: string): string =>
  JSON.stringify({ ...valid[kind]?.(), [member]: '@@' }).replace('"@@"', json);

// All kinds are read by the same code, which each must be behind.
test.each(['partner', 'reseller'])('a new %s whose body is not JSON, is too large or has a member twice is refused', async (kind) => {
  await refused(api, post(kind, 'name=x'), 'malformed-json');
  await refused(api, post(kind, `"${'x'.repeat(256 * 1024)}"`), 'body-too-large');
  const twice = JSON.stringify(valid[kind]?.()).replace('{', '{"name":"first",');
  expect(await violationsOf(api, post(kind, twice))).toEqual(['body /name duplicate-property']);
  await refused(api, post(kind, valid[kind]?.(), { 'content-type': 'text/plain' }), 'unsupported-media-type');
});

describe('a new organization', () => {
  const kind = 'organization';

  test.each([
    ['is not JSON', 'name=x'],
    ['is cut off', '{"name":"x"'],
    ['is only white space', ' \n'],
    ['has a trailing comma', '{"name":"x",}'],
    ['has a comment', '{"name":"x"/**/}'],
    ['has a raw control character', '{"name":"a\u0000b"}'],
    ['holds NaN', '{"allowedUsers":NaN}'],
    ['has two values', '{}{}'],
  ])('whose body %s is refused', async (_, body) => {
    await refused(api, post(kind, body), 'malformed-json');
  });

  test('whose body is not UTF-8 is refused', async () => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')]).toString('base64');
    await refused(api, { ...post(kind, body), base64: true }, 'malformed-json');
  });

  test.each([
    ['an array', '[]'],
    ['a text', '"x"'],
    ['a number', '1'],
    ['null', 'null'],
    ['true', 'true'],
    ['100,000 arrays in each other', deep(100_000)],
  ])('whose body is %s is refused', async (_, body) => {
    expect(await violationsOf(api, post(kind, body))).toEqual(['body  wrong-type']);
  });

  test.each([undefined, ''])('with no body (%p) is refused', async (body) => {
    expect(await violationsOf(api, post(kind, body))).toEqual(['body  required']);
  });

  test('with 40,000 objects in a field is refused', async () => {
    const json = `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`;
    expect(await violationsOf(api, post(kind, withJson(kind, 'name', json)))).toEqual(['body /name wrong-type']);
  });

  test.each([
    ['plainly', (body: string) => body.replace('{', '{"name":"first",'), 'body /name duplicate-property'],
    ['escaped', (body: string) => body.replace('{', '{"n\\u0061me":"first",'), 'body /name duplicate-property'],
    ['nested', (body: string) => body.replace('{', '{"x":[{},{"a/b":1,"a/b":1}],'), 'body /x/1/a~1b duplicate-property'],
  ])('with a member given twice, %s, is refused', async (_, twice, violation) => {
    expect(await violationsOf(api, post(kind, twice(JSON.stringify(newOrganization()))))).toEqual([violation]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'id', ''])('with the unknown member %p is refused', async (member) => {
    const body = JSON.stringify(newOrganization()).replace('{', `{${JSON.stringify(member)}:{"isActive":false},`);
    expect(await violationsOf(api, post(kind, body))).toEqual([`body /${member} unknown-property`]);
  });

  test.each([
    ['a lone high surrogate', '"a\\ud800"'],
    ['a lone low surrogate', '"\\udc00a"'],
    ['surrogates in the wrong order', '"\\udc00\\ud800"'],
    ['NUL', '"a\\u0000b"'],
    ['a line break', '"a\\nb"'],
    ['a C1 control character', '"a\\u0085b"'],
    ['DEL', '"a\\u007fb"'],
  ])('whose name holds %s is refused', async (_, json) => {
    expect(await violationsOf(api, post(kind, withJson(kind, 'name', json)))).toEqual(['body /name invalid-characters']);
  });

  test('over 256 KiB is refused, counted in bytes, also in base64', async () => {
    const body = (size: number) => `"${'é'.repeat((size - 2) / 2)}"`;
    const limit = 256 * 1024;
    const encoded = (size: number) => ({ ...post(kind, Buffer.from(body(size)).toString('base64')), base64: true });
    expect(await violationsOf(api, post(kind, body(limit)))).toEqual(['body  wrong-type']);
    expect(await violationsOf(api, encoded(limit))).toEqual(['body  wrong-type']);
    for (const size of [limit + 2, 1024 * 1024]) {
      await refused(api, post(kind, body(size)), 'body-too-large');
      await refused(api, encoded(size), 'body-too-large');
    }
  });

  const types: readonly (readonly [string, ProblemCode | undefined])[] = [
    ['application/json; charset=utf-8', undefined],
    ['application/json;charset="UTF-8"', undefined],
    ['Application/JSON', undefined],
    ['application/json; charset=utf8', undefined],
    ['application/json; charset="UTF8"; x=y', undefined],
    ['application/vnd.tenantry.v1+json', undefined],
    ['application/merge-patch+json', undefined],
    ['', 'unsupported-media-type'],
    ['text/plain', 'unsupported-media-type'],
    ['text/json', 'unsupported-media-type'],
    ['application/jsonp', 'unsupported-media-type'],
    ['application/x-www-form-urlencoded', 'unsupported-media-type'],
    ['multipart/form-data; boundary=x', 'unsupported-media-type'],
    ['application/json; charset=utf-16', 'unsupported-media-type'],
    ['application/json; charset=iso-8859-1', 'unsupported-media-type'],
    ['application/json; charset=utf8mb4', 'unsupported-media-type'],
    ['application/json; charset=utf-8; charset=latin1', 'unsupported-media-type'],
  ];

  test.each(types)('sent as %p is answered %p', async (type, code) => {
    const call = post(kind, newOrganization(), { 'content-type': type });
    if (code) expect((await refused(api, call, code)).headers.accept).toBe('application/json');
    else expect((await api.send(call)).status).toBe(201);
  });
});

describe('a body with a content coding', () => {
  test.each(['identity', 'Identity', ' identity , identity', ''])('sent with the content coding %p is taken', async (coding) => {
    expect((await api.send(post('reseller', newReseller(), { 'content-encoding': coding }))).status).toBe(201);
  });

  test.each(['gzip', 'X-GZIP', 'br', 'identity, gzip'])(
    'sent with the content coding %p is refused, with the one that is taken',
    async (coding) => {
      const call = post('reseller', gzipSync(JSON.stringify(newReseller())).toString('base64'), { 'content-encoding': coding });
      for (const base64 of [true, false]) {
        expect((await refused(api, { ...call, base64 }, 'unsupported-media-type')).headers['accept-encoding']).toBe('identity');
      }
    },
  );

  test('sent compressed and as large as it may be read is refused for its coding, not its size', async () => {
    const call = post('reseller', 'x'.repeat(300 * 1024), { 'content-encoding': 'gzip' });
    await refused(api, call, 'unsupported-media-type');
  });
});
