import type { KeySet } from '../../receiver/verify-webhook.ts';
import { journey, withRuntime, withSight } from '../support/journey.ts';
import {
  createPartner,
  createReseller,
  newOrganization,
  newPartner,
  newReseller,
  organizationsOf,
  unique,
} from '../support/journey-entities.ts';

const here = journey();
const rights = ['reseller:write', 'reseller:read', 'reseller:organization:create', 'reseller:organization:read'];

test('an invalid request is refused with every violation and its place', async () => {
  const api = await here.as(rights);
  const path = `${organizationsOf(await createReseller(api))}?page=2`;
  const { status, body } = await api.post(
    path,
    { name: '', allowedUsers: 2 ** 31, colour: 'red', address: { city: 7 } },
    { 'idempotency-key': 'ä' },
  );
  expect([status, body.code]).toEqual([400, 'invalid-request']);
  const found = (body.errors as { in: string; pointer: string; code: string }[]).map(
    ({ in: part, pointer, code }) => `${part} ${pointer} ${code}`,
  );
  expect(new Set(found)).toEqual(
    new Set([
      'body /address/city wrong-type',
      'body /allowedUsers too-large',
      'body /colour unknown-property',
      'body /email required',
      'body /name invalid-characters',
      'body /name too-short',
      'header /idempotency-key invalid-characters',
      'query /page unknown-property',
    ]),
  );
});

test('a request without credentials is told which schemes the route takes', async () => {
  const partner = await here.api.post('/v1/partners', newPartner());
  expect([partner.status, partner.body.code]).toEqual([401, 'credentials-missing']);
  expect(partner.headers['www-authenticate']).toBe('Bearer realm="tenantry", Basic realm="tenantry", charset="UTF-8"');
  const reseller = await here.api.post('/v3/resellers', newReseller());
  expect(reseller.headers['www-authenticate']).toBe('Bearer realm="tenantry"');
});

const INVALID = ', error="invalid_token"';

test.each([
  ['garbage', 'Bearer garbage', INVALID],
  ['an unsigned token', `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"sub":"me","exp":4102444800}')}.`, INVALID],
  ['a scheme the route does not take', 'Digest username="ada"', ''],
  ['no credentials after the scheme', 'Bearer', ''],
])('%s as credentials is refused', async (_, authorization, error) => {
  const { status, headers } = await here.api.as(authorization).get('/v3/resellers/any');
  expect([status, headers['www-authenticate']]).toEqual([401, `Bearer realm="tenantry"${error}`]);
});

test('a token without the permission is refused by its name', async () => {
  const { status, body } = await (await here.as(['reseller:read'])).post('/v3/resellers', newReseller());
  expect([status, body.code, body.permission]).toEqual([403, 'permission-missing', 'reseller:write']);
});

test('an unknown path is 404, a known one with another method 405 with what it takes', async () => {
  const api = await here.as(rights);
  expect(await api.get('/v2/nothing')).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
  const put = await api.send({ method: 'PUT', path: '/v3/resellers' });
  expect([put.status, put.headers.allow, put.body.code]).toEqual([405, 'POST, GET, HEAD', 'method-not-allowed']);
  expect((await api.send({ method: 'DELETE', path: '/v1/partners/7' })).headers.allow).toBe('GET, HEAD, PATCH');
});

test('HEAD is answered as GET is, without content', async () => {
  const api = await here.as(rights);
  const { headers } = await api.post('/v3/resellers', newReseller());
  for (const [path, status] of [
    [String(headers.location), 200],
    ['/', 200],
    ['/v3/resellers?color=red', 400],
    ['/v2/nothing', 404],
  ] as const) {
    const [whole, head] = [await api.get(path), await api.send({ method: 'HEAD', path })];
    const { etag, 'content-type': type } = whole.headers;
    expect([head.status, head.headers.etag, head.headers['content-type'], head.text]).toEqual([status, etag, type, '']);
  }
});

test('a body over 256 KiB is 413 and one that is not JSON 415', async () => {
  const api = await here.as(rights);
  const large = await api.post('/v3/resellers', newReseller({ description: 'x'.repeat(256 * 1024) }));
  expect([large.status, large.body.code]).toEqual([413, 'body-too-large']);
  const form = await api.post('/v3/resellers', newReseller(), { 'content-type': 'application/x-www-form-urlencoded' });
  expect([form.status, form.body.code]).toEqual([415, 'unsupported-media-type']);
});

test('a created entity is found at its Location with its version, and If-Match holds it to that version', async () => {
  const { headers, body } = await (await here.as(rights)).post('/v3/resellers', newReseller());
  const [api, location] = [await here.as(rights), String(headers.location)];
  expect([headers.etag, location]).toEqual(['"1"', `/v3/resellers/${body.id}`]);
  expect(await api.get(location)).toMatchObject({ status: 200, headers: { etag: '"1"' }, body });
  expect(await api.get(location, { 'if-match': '"1"' })).toMatchObject({ status: 200 });
  expect(await api.get(location, { 'if-match': '*' })).toMatchObject({ status: 200 });
  expect(await api.get(location, { 'if-match': '"2"' })).toMatchObject({ status: 412, body: { code: 'version-mismatch' } });
  expect(await api.get(location, { 'if-match': '"2", "1"' })).toMatchObject({ status: 200 });
  expect(await api.get(location, { 'if-match': 'W/"1"' })).toMatchObject({ status: 412, body: { code: 'version-mismatch' } });
  const garbage = await api.get(location, { 'if-match': '1' });
  expect(garbage.body.errors).toEqual([expect.objectContaining({ in: 'header', pointer: '/if-match', code: 'invalid-etag' })]);
});

test('a problem names the request that the answer is marked with', async () => {
  const { headers, body } = await here.api.get('/v3/resellers/any');
  expect(body).toMatchObject({ instance: headers['x-request-id'], message: body.detail, status: 401 });
});

test('a key that was used with another request is refused, one in another order of members is not', async () => {
  const api = await here.as(rights);
  const [key, { name, ...rest }] = [{ 'idempotency-key': unique('key').replaceAll(' ', '-') }, newReseller()];
  const first = await api.post('/v3/resellers', { name, ...rest }, key);
  const again = await api.post('/v3/resellers', { ...rest, name }, key);
  expect(again).toMatchObject({
    status: 201,
    text: first.text,
    headers: { 'idempotency-replayed': 'true', location: first.headers.location },
  });
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
  expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  const other = await api.post('/v3/resellers', newReseller(), key);
  expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
});

test('a name counts once within its reseller, whatever its case and spaces', async () => {
  const api = await here.as(rights);
  const path = organizationsOf(await createReseller(api));
  expect(await api.post(path, newOrganization({ name: 'Straße  Nord' }))).toMatchObject({ status: 201 });
  expect(await api.post(path, newOrganization({ name: ' STRASSE nord ' }))).toMatchObject({ status: 409, body: { code: 'name-taken' } });
});

test('the document that the tests use is the one that is served', async () => {
  const { status, body } = await here.api.get('/openapi.json');
  expect([status, body.openapi]).toEqual([200, '3.1.0']);
  expect(await here.api.get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

withRuntime('the events on the bus, and tokens of the embedded runtime', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  test('an event tells who did it, by which request, key and trace', async () => {
    const api = await here.as(rights);
    const { body, headers } = await api.post('/v3/resellers', newReseller(), { traceparent, 'idempotency-key': 'traced' });
    await here.system.runtime.idle();
    const event = here.system.events.find(({ detail }) => (detail.payload as { data: { id: unknown } }).data.id === body.id);
    expect(event).toMatchObject({
      source: 'tenantry',
      'detail-type': 'reseller.created',
      resources: [`/resellers/${body.id}`, 'tenantry-local'],
    });
    expect(event?.detail.metadata).toEqual({
      ...{ eventId: expect.any(String), schemaVersion: 1, version: 1, previousVersion: null, changed: [], previous: {} },
      lineage: [`/resellers/${body.id}`],
      ...{ tenant: `/resellers/${body.id}`, actor: 'token:local-operator', requestId: headers['x-request-id'] },
      ...{ idempotencyKey: 'traced', traceparent, signature: expect.stringMatching(/^t1,/) },
    });
  });
});

withSight('the events on the bus', () => {
  test('a malformed trace is carried nowhere', async () => {
    const api = await here.as(['partner:create']);
    await api.post('/v1/partners', newPartner({ name: 'Untraced' }), { traceparent: '00-zz-1-01' });
    await here.sight.idle();
    const event = here.sight.events.find(({ detail }) => JSON.stringify(detail).includes('Untraced'));
    expect(event?.detail.metadata).not.toHaveProperty('traceparent');
  });

  test('what is refused is neither stored nor published', async () => {
    const before = here.sight.events.length;
    const [api, partners] = [await here.as(rights), await here.as(['partner:create'])];
    await api.post('/v3/resellers', newReseller({ email: 'nobody' }));
    await partners.post('/v1/partners', newPartner({ parent: { id: 2_147_483_647 } }));
    await here.sight.idle();
    expect(here.sight.events).toHaveLength(before);
    await createPartner(partners);
    await here.sight.idle();
    expect(here.sight.events).toHaveLength(before + 1);
  });
});

test('the published keys may be cached and are public halves only', async () => {
  const { status, headers, body } = await here.api.get('/.well-known/webhook-keys.json');
  expect({ status, cache: headers['cache-control'] }).toEqual({ status: 200, cache: 'public, max-age=300' });
  expect((body as unknown as KeySet).keys.map((key) => Object.keys(key))).toEqual([['kty', 'crv', 'x', 'kid', 'use', 'alg']]);
});
