import { gzipSync } from 'node:zlib';
import type { WireHeaders, WireRequest } from '../../testing/wire.ts';
import { journey, withRuntime, withSight } from '../support/journey.ts';
import { newReseller } from '../support/journey-entities.ts';

const here = journey();
const rights = ['reseller:write', 'reseller:read', 'partner:read'];
const json = { 'content-type': 'application/json' };
const bytes = (text: string) => new TextEncoder().encode(text);
const post = (payload: NonNullable<WireRequest['payload']>, headers: WireHeaders = json, path = '/v3/resellers') => ({
  method: 'POST',
  path,
  headers,
  payload,
});
const get = (path: string, headers: WireHeaders = {}) => ({ method: 'GET', path, headers });
const withMember = (member: string) => JSON.stringify(newReseller()).replace('{', `{${member},`);

const refused: readonly (readonly [name: string, request: WireRequest, status: number, code: string])[] = [
  ['no body at all', post(''), 400, 'required'],
  ['a body that is cut off', post('{"name":"Contoso"'), 400, 'malformed-json'],
  ['bytes that are not UTF-8', post(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 400, 'malformed-json'],
  ['an array', post('[]'), 400, 'wrong-type'],
  ['null', post('null'), 400, 'wrong-type'],
  ['a nesting of 100,000 levels', post('['.repeat(100_000) + ']'.repeat(100_000)), 400, 'wrong-type'],
  ['a lone surrogate', post(JSON.stringify(newReseller({ name: '\ud800' }))), 400, 'invalid-characters'],
  ['a NUL', post(JSON.stringify(newReseller({ name: 'a\u0000b' }))), 400, 'invalid-characters'],
  ['257 characters of four bytes', post(JSON.stringify(newReseller({ name: '😀'.repeat(257) }))), 400, 'too-long'],
  ['a number beyond int32', post(JSON.stringify(newReseller({ allowedUsers: 2 ** 31 }))), 400, 'too-large'],
  ['a fraction', post(JSON.stringify(newReseller({ allowedUsers: 1.5 }))), 400, 'wrong-type'],
  ['a number as text', post(JSON.stringify(newReseller({ allowedUsers: '5' }))), 400, 'wrong-type'],
  ['a member named __proto__', post(withMember('"__proto__":{"admin":true}')), 400, 'unknown-property'],
  ['a member that is given twice', post(withMember('"name":"Another"')), 400, 'duplicate-property'],
  ['an address without a domain', post(JSON.stringify(newReseller({ email: 'ops@' }))), 400, 'invalid-email'],
  ['1 MB', post(JSON.stringify(newReseller({ description: 'x'.repeat(2 ** 20) }))), 413, 'body-too-large'],
  ['1 MB in chunks', post([bytes('"'), bytes('x'.repeat(2 ** 20)), bytes('"')]), 413, 'body-too-large'],
  ['no content type', post(JSON.stringify(newReseller()), {}), 415, 'unsupported-media-type'],
  ['another charset', post('{}', { 'content-type': 'application/json; charset=utf-16' }), 415, 'unsupported-media-type'],
  ['a query parameter that is given twice', get('/v3/resellers/any?a=1&a=2'), 400, 'repeated'],
  ['a query that is not UTF-8', get('/v3/resellers/any?%ff=1'), 400, 'unknown-property'],
  ['no entity tag', get('/v3/resellers/any', { 'if-match': ['"1"', '2'] }), 400, 'invalid-etag'],
  [
    'a compressed body',
    post(gzipSync('{}'), { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    415,
    'unsupported-media-type',
  ],
  ['an id that is a word', get('/v1/partners/one'), 400, 'wrong-type'],
  ['an id in another notation', get('/v1/partners/1e3'), 400, 'wrong-type'],
  ['an id beyond int32', get('/v1/partners/2147483648'), 400, 'too-large'],
  ['a percent-encoded id', get('/v1/partners/%32%31%34%37%34%38%33%36%34%37'), 404, 'partner-not-found'],
  ['an encoded slash in an id', get('/v3/resellers/a%2Fb'), 404, 'reseller-not-found'],
  ['an encoded NUL in an id', get('/v3/resellers/%00'), 400, 'invalid-characters'],
  ['an id of 257 characters', get(`/v3/resellers/${'a'.repeat(257)}`), 400, 'too-long'],
  ['an id that is empty', get('/v3/resellers/'), 404, 'route-not-found'],
  ['a path that climbs', get('/v3/resellers/any/../../healthz'), 404, 'route-not-found'],
  ['another case of the path', get('/V3/Resellers/any'), 404, 'route-not-found'],
];

test.each(refused)('%s is refused by its documented code', async (_, request, status, code) => {
  const answer = await (await here.as(rights)).send(request);
  const codes = ((answer.body.errors ?? []) as { code: string }[]).map((error) => error.code);
  expect(answer.status).toBe(status);
  expect([answer.body.code, ...codes]).toContain(code);
});

test.each([
  ['256 characters of four bytes', post(JSON.stringify(newReseller({ name: '😀'.repeat(256) })))],
  [
    'a body in chunks, cut inside a character',
    post([...bytes(JSON.stringify(newReseller({ name: 'Größe' })))].map((byte) => Uint8Array.of(byte))),
  ],
  ['another JSON media type', post(JSON.stringify(newReseller()), { 'content-type': 'application/vnd.reseller+json; charset="UTF-8"' })],
])('%s is taken', async (_, request) => {
  expect((await (await here.as(rights)).send(request)).status).toBe(201);
});

test('credentials that are given twice, in two ways, are none', async () => {
  const token = await here.mintToken({ permissions: rights });
  const twice = await here.api.send(get('/v3/resellers/any', { authorization: [`Bearer ${token}`, 'Basic YTpi'] }));
  expect([twice.status, twice.body.code]).toEqual([401, 'credentials-invalid']);
  const lower = await here.api.as(`bearer ${token}`).get('/v3/resellers/any');
  expect(lower.status).toBe(404);
});

withRuntime('the gateway of the embedded runtime', () => {
  test('headers beyond what the gateway takes are refused by it', async () => {
    expect((await here.api.get('/healthz', { 'x-long': 'x'.repeat(11_000) })).status).toBe(431);
  });
});

withSight('the events on the bus', () => {
  test('of all that was sent above only what was answered 201 has an event', async () => {
    await here.sight.idle();
    const made = here.sight.answers.filter(({ answer }) => answer.status === 201).map(({ answer }) => answer.body.id);
    expect(made).toHaveLength(3);
    expect(here.sight.events.map(({ detail }) => (detail.payload as { data: { id: string } }).data.id)).toEqual(made);
  });
});
