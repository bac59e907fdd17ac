import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { itemsAddedBy, setAttribute } from './stored.ts';

let api: Api;
let reseller: string;

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api);
});
afterAll(() => api.stop());

const under = (resellerId: string, fields: Item = {}) => ({
  ...{ method: 'POST', path: `/v3/resellers/${resellerId}/organizations` },
  body: newOrganization(fields),
});

const address = { addressLine1: '1 Harbour\nStreet', addressLine2: '', city: 'Leith', state: ' ', country: 'GB', postalCode: 'EH6 6QQ' };

test('an organization is answered whole without its reseller, and GET answers the same', async () => {
  const given = newOrganization({ description: '😀'.repeat(256), address, allowedUsers: -1 });
  const { status, headers, body } = await api.post(`/v3/resellers/${reseller}/organizations`, { ...given, resellerId: reseller });
  expect(status).toBe(201);
  expect(headers).toMatchObject({ etag: '"1"', location: `/v3/resellers/${reseller}/organizations/${body.id}` });
  const stamps = { version: 1, createdAt: expect.any(String), updatedAt: body.createdAt };
  expect(body).toEqual({ id: expect.any(String), ...given, ...stamps });
  expect((await api.get(String(headers.location))).body).toEqual(body);
});

test('absent optional fields come back absent', async () => {
  const { body } = await api.send(under(reseller));
  expect(Object.keys(body)).toEqual(['id', 'name', 'email', 'allowedUsers', 'version', 'createdAt', 'updatedAt']);
});

test('an empty resellerId in the body counts as none', async () => {
  expect((await api.send(under(reseller, { resellerId: '' }))).status).toBe(201);
});

test('a resellerId in the body must equal the one of the path', async () => {
  expect(await violationsOf(api, under(reseller, { resellerId: 'other' }))).toEqual(['body /resellerId conflicting-values']);
});

test('ids are UUIDv7: their order is the order of creation', async () => {
  const ids: string[] = [];
  for (let made = 0; made < 5; made += 1) ids.push(String((await api.send(under(reseller))).body.id));
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/.test(id))).toBe(true);
  expect(ids.every((id, index) => index === 0 || String(ids[index - 1]) < id)).toBe(true);
});

test('a create stores exactly the organization, what finds it and its event, and counts it', async () => {
  const resellerId = await makeReseller(api);
  let body = {};
  const added = await itemsAddedBy(api, async () => {
    body = (await api.send(under(resellerId, { address }))).body;
  });
  expect(new Set(Object.keys(added))).toEqual(new Set(['event', 'entry', 'organization']));
  const of = (directory: string) => `${directory}#${resellerId}`;
  expect(added.entry?.map(({ pk }) => pk).sort()).toEqual([of('ORG-EMAILS'), of('ORG-NAMES')]);
  expect(added.event).toMatchObject([
    {
      pk: `RESELLER#${resellerId}`,
      payload: { event: 'reseller.organization.created', data: body },
      metadata: { tenant: `/resellers/${resellerId}` },
    },
  ]);
  expect(added.organization).toMatchObject([{ pk: `RESELLER#${resellerId}`, ...body }]);
  expect((await api.table.table.get(resellerKey(resellerId)))?.organizationCount).toBe(1);
});

describe('its name', () => {
  test.each([
    ['in another case', (name: string) => name.toUpperCase()],
    ['with space around it', (name: string) => `\t${name}\u2003`.replace('\t', ' ')],
    ['in another Unicode form', (name: string) => name.normalize('NFD')],
  ])('is taken %s', async (_, spell) => {
    const name = `Åse & Søn ${fresh()}`;
    await api.send(under(reseller, { name }));
    expect((await refused(api, under(reseller, { name: spell(name) }), 'name-taken')).body.name).toBe(name);
  });

  test('is free under another reseller', async () => {
    const name = fresh();
    const answers = [await api.send(under(reseller, { name })), await api.send(under(await makeReseller(api), { name }))];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  test('holds 256 characters of any kind', async () => {
    const name = fresh('').slice(1);
    const longest = name + '\u{1D160}'.repeat(256 - name.length);
    expect((await api.send(under(reseller, { name: longest }))).status).toBe(201);
    await refused(api, under(reseller, { name: longest.toUpperCase() }), 'name-taken');
  });
});

test.each([
  ['name', '😀'.repeat(257), ['body /name too-long']],
  ['email', `${'x'.repeat(256)}@example.com`, ['body /email invalid-email', 'body /email too-long']],
  ['description', 'x'.repeat(257), ['body /description too-long']],
  ['allowedUsers', 1.5, ['body /allowedUsers wrong-type']],
  ['address', 'Leith', ['body /address wrong-type']],
  ['name', null, ['body /name required']],
  ['address', { city: 'x'.repeat(257), planet: 'Earth' }, ['body /address/city too-long', 'body /address/planet unknown-property']],
  ['address', { city: 'a\u0000' }, ['body /address/city invalid-characters']],
  ['resellerId', 'x'.repeat(257), ['body /resellerId conflicting-values', 'body /resellerId too-long']],
  ['version', 2, ['body /version unknown-property']],
])('%s given as %p is refused', async (member, value, violations) => {
  expect(await violationsOf(api, under(reseller, { [member]: value }))).toEqual(violations);
});

test('an unknown reseller is not found', async () => {
  await refused(api, under('unknown'), 'reseller-not-found');
  await refused(api, under('x'.repeat(256), { name: '\u{1D160}'.repeat(256) }), 'reseller-not-found');
});

test('a token bound to another reseller is refused, and one bound to this is not', async () => {
  const as = await api.bearer({ reseller_id: reseller });
  await refused(api, { ...under(await makeReseller(api)), as }, 'foreign-tenant');
  expect((await api.send({ ...under(reseller), as })).status).toBe(201);
});

test('an organization is not found under another reseller, nor by an unknown id', async () => {
  const { body } = await api.send(under(reseller));
  await refused(api, { path: `/v3/resellers/${await makeReseller(api)}/organizations/${body.id}` }, 'organization-not-found');
  await refused(api, { path: `/v3/resellers/${reseller}/organizations/unknown` }, 'organization-not-found');
});

test('an id that no key of the table can hold is refused', async () => {
  const path = `/v3/resellers/${reseller}/organizations/${encodeURIComponent('😀'.repeat(256))}`;
  expect(await violationsOf(api, { path })).toEqual(['path /id invalid-characters']);
});

describe('allowedUsers', () => {
  test('may not exceed what the reseller may allow, nor be unlimited when the reseller is not', async () => {
    const limited = await makeReseller(api, { allowedUsers: 10 });
    const members = { limitName: 'allowedUsers', limit: 10 };
    expect((await refused(api, under(limited, { allowedUsers: 11 }), 'limit-reached')).body).toMatchObject({ ...members, count: 11 });
    expect((await refused(api, under(limited, { allowedUsers: -1 }), 'limit-reached')).body).toMatchObject({ ...members, count: -1 });
  });

  test.each([10, 0])('may be %i of 10', async (allowedUsers) => {
    expect((await api.send(under(await makeReseller(api, { allowedUsers: 10 }), { allowedUsers }))).status).toBe(201);
  });
});

// A create that is told of contention has tried for two seconds; a third time would be a fault.
const MOST_TRIES = 3;

/** Creates as a client does that is answered 503: again under its key, some times. */
const createPersistently = async (resellerId: string): Promise<Answer> => {
  const call = { ...under(resellerId), headers: { 'idempotency-key': fresh('key') } };
  for (let tries = 1; ; tries += 1) {
    const answer = await api.send(call);
    if (answer.status !== 503 || tries === MOST_TRIES) return answer;
  }
};

describe('allowedOrganizations', () => {
  test('of 60 creates at once into 25 places, exactly 25 succeed', async () => {
    const limited = await makeReseller(api, { allowedOrganizations: 25 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => createPersistently(limited)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(25);
    const refusals = answers.filter(({ status }) => status !== 201).map(({ status, body }) => ({ status, ...body }));
    expect(refusals).toHaveLength(35);
    const reached = { status: 409, code: 'limit-reached', limitName: 'allowedOrganizations', limit: 25, count: 25 };
    for (const refusal of refusals) expect(refusal).toMatchObject(reached);
    expect((await api.table.table.get(resellerKey(limited)))?.organizationCount).toBe(25);
  });

  test('of zero leaves no room', async () => {
    const { body } = await refused(api, under(await makeReseller(api, { allowedOrganizations: 0 })), 'limit-reached');
    expect(body).toMatchObject({ limit: 0, count: 0 });
  });

  test('lowered below the present count only blocks new ones', async () => {
    const resellerId = await makeReseller(api);
    const made = await Promise.all([1, 2].map(() => api.send(under(resellerId))));
    await setAttribute(api, resellerKey(resellerId), 'allowedOrganizations', 1);
    expect((await refused(api, under(resellerId), 'limit-reached')).body).toMatchObject({ limit: 1, count: 2 });
    for (const { headers } of made) expect((await api.get(String(headers.location))).status).toBe(200);
  });
});
