import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makePartner, makeReseller, newOrganization, newPartner, newReseller, newWebhook } from './samples.ts';
import { deliveryEnvironment } from './webhook-samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi({ ...deliveryEnvironment, WEBHOOK_LOCAL_URLS: 'false' });
});
afterAll(() => api.stop());

const post = async (path: string, body: Item): Promise<string> => String((await api.post(path, body)).headers.location);

/** Makes an entity of each kind, and answers its path. */
const ENTITIES: Readonly<Record<string, { readonly make: () => Promise<string>; readonly change: () => Item }>> = {
  partner: {
    make: async () => post('/v1/partners', newPartner({ parent: { id: (await makePartner(api)).id }, billingId: 'B-1' })),
    change: () => ({ billingId: fresh() }),
  },
  contact: {
    make: async () => post(`/v1/partners/${(await makePartner(api)).id}/contacts`, contact()),
    change: () => ({ firstName: fresh() }),
  },
  reseller: { make: () => post('/v3/resellers', newReseller({ description: 'd' })), change: () => ({ description: fresh() }) },
  organization: {
    make: async () => post(`/v3/resellers/${await makeReseller(api)}/organizations`, newOrganization({ address: { city: 'Leith' } })),
    change: () => ({ description: fresh() }),
  },
  webhook: {
    make: async () => post('/v3/webhooks', newWebhook({ resellerId: await makeReseller(api) })),
    change: () => ({ name: fresh() }),
  },
};

const etagOf = ({ status, headers }: Answer) => [status, headers.etag];

describe.each(Object.entries(ENTITIES))('a PATCH of a %s', (_, { make, change }) => {
  test('takes back what GET answered, changed or not', async () => {
    const path = await make();
    const { body: read } = await api.get(path);
    const before = await api.items();
    expect(etagOf(await api.patch(path, read))).toEqual([200, '"1"']);
    expect(await api.items()).toEqual(before);
    const changed = await api.patch(path, { ...read, ...change() });
    expect(etagOf(changed)).toEqual([200, '"2"']);
    const { version: __, updatedAt: ___, ...same } = { ...read, ...changed.body } as Item;
    expect(await api.get(path)).toMatchObject({ body: same });
  });

  test('of a state that has changed since is refused by its version, with nothing written', async () => {
    const path = await make();
    const { body: read } = await api.get(path);
    await api.patch(path, change());
    await refused(api, { method: 'PATCH', path, body: { ...read, ...change() } }, 'version-mismatch');
    await refused(api, { method: 'PATCH', path, body: { version: 1 } }, 'version-mismatch');
    const { version: __, ...unversioned } = read;
    expect(await violationsOf(api, { method: 'PATCH', path, body: unversioned })).toContain('body /updatedAt read-only');
  });

  test('names each read-only member that differs, and what is no version', async () => {
    const path = await make();
    for (const version of [0, 1.5, '1']) {
      expect(await violationsOf(api, { method: 'PATCH', path, body: { version } })).toEqual([expect.stringMatching(/^body \/version /)]);
    }
    const id = typeof (await api.get(path)).body.id === 'number' ? 7 : '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';
    const body = { id, createdAt: '2020-01-01T00:00:00.000Z', ...change() };
    expect(await violationsOf(api, { method: 'PATCH', path, body })).toEqual(['body /createdAt read-only', 'body /id read-only']);
  });

  test('takes a version beside an If-Match that names it, and refuses another', async () => {
    const path = await make();
    const patching = (version: number, ifMatch: string) => ({
      ...{ method: 'PATCH', path, body: { version, ...change() }, headers: { 'if-match': ifMatch } },
    });
    expect(await violationsOf(api, patching(1, '"2"'))).toEqual(['body /version conflicting-values']);
    expect(await violationsOf(api, patching(2, '"1", "3"'))).toEqual(['body /version conflicting-values']);
    await refused(api, patching(1, 'W/"1"'), 'version-mismatch');
    await refused(api, patching(2, '*'), 'version-mismatch');
    expect(etagOf(await api.send(patching(1, '"1"')))).toEqual([200, '"2"']);
    expect(etagOf(await api.send(patching(2, '"1", "2"')))).toEqual([200, '"3"']);
    expect(etagOf(await api.send(patching(3, '*')))).toEqual([200, '"4"']);
  });
});

test('a time may be sent back in another form, and an id in upper case', async () => {
  const path = await post('/v3/resellers', newReseller());
  const { body } = await api.get(path);
  const again = { id: String(body.id).toUpperCase(), createdAt: String(body.createdAt).replace('Z', '+00:00') };
  expect(etagOf(await api.patch(path, again))).toEqual([200, '"1"']);
});

test('an id of another tenant is told from the stored one before anything else is learned', async () => {
  const [mine, theirs] = [await makeReseller(api), await makeReseller(api)];
  const as = await api.bearer({ reseller_id: mine });
  const answers = await Promise.all(
    [theirs, '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31'].map((id) => api.patch(`/v3/resellers/${mine}`, { id }, { as })),
  );
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  await refused(api, { method: 'PATCH', path: `/v3/resellers/${theirs}`, body: { id: theirs, version: 1 }, as }, 'foreign-tenant');
});

describe('a PUT of an organization', () => {
  const start = async () => {
    const path = `/v3/resellers/${await makeReseller(api)}/organizations/by-external-id/${fresh('id')}`;
    return { path, put: (body: Item, headers = {}) => ({ method: 'PUT', path, body, headers }) };
  };

  test('takes back what was answered, and its version as If-Match', async () => {
    const { put } = await start();
    const { body } = await api.send(put(newOrganization()));
    expect(etagOf(await api.send(put(body)))).toEqual([200, '"1"']);
    expect(etagOf(await api.send(put({ ...body, description: 'new' })))).toEqual([200, '"2"']);
    await refused(api, put({ ...body, description: 'newer' }), 'version-mismatch');
    expect(await violationsOf(api, put({ ...body, version: 2 }, { 'if-match': '"1"' }))).toEqual(['body /version conflicting-values']);
    expect(await violationsOf(api, put({ ...newOrganization(), id: 'other' }))).toEqual(['body /id read-only']);
  });

  test('with a version or an id creates nothing', async () => {
    const { put } = await start();
    await refused(api, put(newOrganization({ version: 1 })), 'version-mismatch');
    const id = '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';
    expect(await violationsOf(api, put(newOrganization({ id })))).toEqual(['body /id read-only']);
    expect((await api.send(put(newOrganization({ description: null })))).status).toBe(201);
  });
});
