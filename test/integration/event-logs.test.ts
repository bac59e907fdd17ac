import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { violationsOf } from './refusals.ts';
import { makePartner, makeReseller, newOrganization } from './samples.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const read = async (query = '', as?: string) => {
  const { status, items } = await api.get('/v3/event-logs', { query, ...(as === undefined ? {} : { as }) });
  expect(status).toBe(200);
  return items;
};

/** Every page of a log, by its links. */
const readAll = async (query: string, as?: string): Promise<readonly Item[]> => {
  const all: Item[] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const { items, headers } = await api.get('/v3/event-logs', { query: next, ...(as === undefined ? {} : { as }) });
    all.push(...items);
    next = /\?([^>]*)>/.exec(String(headers.link ?? ''))?.[1];
  }
  return all;
};

const organizations = (resellerId: string) => `/v3/resellers/${resellerId}/organizations`;

test('the log has who made a change, from where, in which request, and what it changed', async () => {
  const resellerId = await makeReseller(api);
  const made = await api.post(organizations(resellerId), newOrganization({ name: 'Old name', metadata: { a: '1' } }));
  await api.patch(String(made.headers.location), { name: 'New name', description: 'd', metadata: { a: null, b: '2' } });
  await api.remove(String(made.headers.location));
  const entries = await read(`resource=organization&resourceId=${made.body.id}`);
  const common = { resource: 'organization', resourceId: made.body.id, tenant: `/resellers/${resellerId}`, actor: 'token:operator' };
  expect(entries).toEqual([
    expect.objectContaining({ ...common, event: 'reseller.organization.created', action: 'created', version: 1, changes: [] }),
    expect.objectContaining({ ...common, action: 'updated', version: 2, ip: '192.0.2.7', requestId: 'request-1' }),
    expect.objectContaining({ ...common, action: 'deleted', version: 3, changes: [] }),
  ]);
  expect(new Set(entries[1]?.changes as object[])).toEqual(
    new Set([
      { propertyName: '/name', oldValue: 'Old name', newValue: 'New name' },
      { propertyName: '/description', oldValue: null, newValue: 'd' },
      { propertyName: '/metadata/a', oldValue: '1', newValue: null },
      { propertyName: '/metadata/b', oldValue: null, newValue: '2' },
    ]),
  );
});

test('a bound caller sees its own tenant’s log and no other', async () => {
  const [own, other] = [await makeReseller(api), await makeReseller(api)];
  for (const id of [own, other, own]) await api.post(organizations(id), newOrganization());
  const as = await api.bearer({ reseller_id: own });
  expect((await readAll('limit=1', as)).map(({ tenant }) => tenant)).toEqual(Array.from({ length: 3 }, () => `/resellers/${own}`));
  await api.patch(`/v3/resellers/${other}`, { name: 'Changed' });
  // Nor that there is more of it.
  const foreign = await api.get('/v3/event-logs', { query: `resource=reseller&resourceId=${other}&limit=1`, as });
  expect([foreign.items, foreign.headers.link]).toEqual([[], undefined]);
  expect((await read(`resource=reseller&resourceId=${own}`, as)).map(({ action }) => action)).toEqual(['created']);
});

test('a partner sees what was done to it and below it, and nothing above or beside', async () => {
  const root = await makePartner(api);
  const [own, beside] = [await makePartner(api, root), await makePartner(api, root)];
  const below = await makePartner(api, own);
  const as = await api.bearer({ partner_id: own.id });
  expect((await readAll('limit=2', as)).map(({ resourceId }) => resourceId)).toEqual([String(own.id), String(below.id)]);
  expect(await read(`resource=partner&resourceId=${beside.id}`, as)).toEqual([]);
  expect(await read(`resource=partner&resourceId=${root.id}`, as)).toEqual([]);
});

test.each(['', 'resource=organization&resourceId=x', 'operator'])('a span that ends before it begins is empty (%s)', async (query) => {
  const span = 'from=2099-01-02T00:00:00.000Z&to=2099-01-01T00:00:00.000Z';
  const as = query === 'operator' ? undefined : await api.bearer({ reseller_id: await makeReseller(api) });
  expect(await read(query.includes('=') ? `${query}&${span}` : span, as)).toEqual([]);
  expect(await read('from=2099-01-02T00:00:00.000Z', as)).toEqual([]);
});

test('a partner sees its part of the log of one that came to it from another, on whichever page that begins', async () => {
  const [old, own] = [await makePartner(api), await makePartner(api)];
  const moved = await makePartner(api, old);
  for (const name of ['a', 'b', 'c']) await api.patch(`/v1/partners/${moved.id}`, { billingId: name });
  expect((await api.patch(`/v1/partners/${moved.id}`, { parent: { id: own.id } })).status).toBe(200);
  await api.patch(`/v1/partners/${moved.id}`, { billingId: 'd' });
  const logOf = async (as: string, sort: string) =>
    (await readAll(`resource=partner&resourceId=${moved.id}&limit=1&sort=${sort}`, as)).map(({ action }) => action);
  const [before, after] = [await api.bearer({ partner_id: old.id }), await api.bearer({ partner_id: own.id })];
  expect(await logOf(after, 'createdAt')).toEqual(['moved', 'updated']);
  expect(await logOf(after, '-createdAt')).toEqual(['updated', 'moved']);
  expect(await logOf(before, '-createdAt')).toEqual(['updated', 'updated', 'updated', 'created']);
});

test('a cursor of one tenant is none of another, nor of the operator', async () => {
  const [own, other] = [await makeReseller(api), await makeReseller(api)];
  await api.post(organizations(own), newOrganization());
  const [mine, theirs] = [await api.bearer({ reseller_id: own }), await api.bearer({ reseller_id: other })];
  const { headers } = await api.get('/v3/event-logs', { query: 'limit=1', as: mine });
  const next = /\?([^>]*)>/.exec(String(headers.link))?.[1] ?? '';
  expect((await api.get('/v3/event-logs', { query: next, as: mine })).items).toHaveLength(1);
  for (const as of [theirs, undefined]) {
    const call = { path: '/v3/event-logs', query: next, ...(as !== undefined && { as }) };
    expect(await violationsOf(api, call)).toEqual(['query /cursor invalid-cursor']);
  }
});

describe('the operator', () => {
  test('is shown what was just done on the first page, although it begins a week ago', async () => {
    await makeReseller(api);
    expect((await read('limit=1')).length).toBe(1);
  });

  test('reads everything in order, both ways, each entry once', async () => {
    const resellerId = await makeReseller(api);
    for (let made = 0; made < 7; made += 1) await api.post(organizations(resellerId), newOrganization());
    const [up, down] = [await readAll('limit=3'), await readAll('limit=4&sort=-createdAt')];
    const ids = up.map(({ id }) => String(id));
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    expect(down.map(({ id }) => id)).toEqual(ids.toReversed());
    const stored = (await api.items()).filter(({ type }) => type === 'event');
    expect(ids).toHaveLength(stored.length);
  });

  test('narrows by kind, action and time', async () => {
    const resellerId = await makeReseller(api);
    await api.patch(`/v3/resellers/${resellerId}`, { description: 'x' });
    const updated = await readAll('resource=reseller&action=updated');
    expect(updated.map(({ event }) => event)).toEqual(expect.arrayContaining(['reseller.updated']));
    expect(new Set(updated.map(({ action, resource }) => `${resource} ${action}`))).toEqual(new Set(['reseller updated']));
    const [entry] = await read(`resource=reseller&resourceId=${resellerId}`);
    const at = String(entry?.at);
    const from = encodeURIComponent(at);
    expect((await read(`resource=reseller&resourceId=${resellerId}&from=${from}`)).length).toBe(2);
    expect(await read(`resource=reseller&resourceId=${resellerId}&to=${from}`)).toEqual([]);
    expect(await readAll('from=2020-01-01T00:00:00Z&to=2020-01-09T00:00:00Z')).toEqual([]);
  });
});

test.each([
  ['resourceId=x', ['query /resource required']],
  ['resource=partners', ['query /resource not-allowed']],
  ['action=renamed', ['query /action not-allowed']],
  ['from=yesterday', ['query /from invalid-date-time']],
  ['cursor=x', ['query /cursor invalid-cursor']],
  ['limit=101', ['query /limit too-large']],
])('%s is refused', async (query, violations) => {
  expect(await violationsOf(api, { path: '/v3/event-logs', query })).toEqual(violations);
});

test('a cursor of a partner names no event, of others or its own, and no time', async () => {
  const root = await makePartner(api);
  const own = await makePartner(api, root);
  for (let count = 0; count < 3; count += 1) {
    await makePartner(api, root);
    await makePartner(api, own);
  }
  const as = await api.bearer({ partner_id: own.id });
  const cursors: string[] = [];
  for (let query: string | undefined = 'limit=1'; query !== undefined; ) {
    const { headers } = await api.get('/v3/event-logs', { query, as });
    query = /\?([^>]*)>/.exec(String(headers.link ?? ''))?.[1];
    cursors.push(new URLSearchParams(query).get('cursor') ?? String(headers['resume-cursor']));
  }
  const everything = await readAll('');
  for (const cursor of cursors) {
    for (const text of [cursor, Buffer.from(cursor, 'base64url').toString('latin1')]) {
      expect(everything.filter(({ id, at }) => text.includes(String(id).slice(0, 8)) || text.includes(String(at).slice(0, 13)))).toEqual(
        [],
      );
    }
  }
  expect(cursors.length).toBeGreaterThan(1);
});

test('neither a page nor its end shows a partner what others do', async () => {
  const root = await makePartner(api);
  const own = await makePartner(api, root);
  const as = await api.bearer({ partner_id: own.id });
  const shown = async () => {
    const answers = await Promise.all(
      ['limit=1', 'limit=1&sort=-createdAt', 'limit=2'].map((query) => api.get('/v3/event-logs', { query, as })),
    );
    return answers.map(({ items, headers }) => [items, headers.link]);
  };
  const before = await shown();
  for (let count = 0; count < 4; count += 1) await makePartner(api, root);
  expect(await shown()).toEqual(before);
  await makePartner(api, own);
  expect(await shown()).not.toEqual(before);
});
