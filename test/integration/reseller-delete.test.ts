import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization, newReseller } from './samples.ts';
import { eventsBy } from './stored.ts';

let api: Api;
let reseller: Item;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  ({ body: reseller } = await api.post('/v3/resellers', newReseller({ description: 'North', email: `${fresh()}@contoso.example` })));
});
afterAll(() => api.stop());

const path = (rest = ''): string => `/v3/resellers/${reseller.id}${rest}`;
const removing = (call: Omit<Call, 'path'> = {}): Call => ({ ...call, method: 'DELETE', path: path() });
const makeOrganization = async (): Promise<string> => String((await api.post(path('/organizations'), newOrganization())).body.id);
const removeOrganization = (id: string) => api.remove(path(`/organizations/${id}`));
const organizationCalls = (id: string): readonly Call[] => [
  { method: 'POST', path: path('/organizations'), body: newOrganization() },
  { method: 'PUT', path: path('/organizations/by-external-id/crm-1'), body: newOrganization() },
  { method: 'POST', path: path(`/organizations/${id}:restore`) },
  { path: path('/organizations') },
  { path: path('/organizations'), query: 'deleted=true' },
];

test('a delete answers 204 with nothing, and everything of the reseller is then 404, for its own callers too', async () => {
  const id = await makeOrganization();
  await removeOrganization(id);
  const { status, headers, body } = await api.send(removing());
  expect({ status, body, etag: headers.etag, type: headers['content-type'] }).toEqual({ status: 204, body: {} });
  const bound = await api.bearer({ reseller_id: reseller.id });
  for (const as of [undefined, bound]) {
    const calls: Call[] = [{ path: path() }, { path: path('/limits') }, { method: 'PATCH', path: path(), body: { name: 'x' } }];
    for (const call of [...calls, ...organizationCalls(id)]) {
      await refused(api, { ...call, ...(as && { as }) }, 'reseller-not-found');
    }
  }
  await refused(api, removing(), 'reseller-not-found');
});

test('an organization that was deleted before its reseller can be restored no more, and no answer says that it can', async () => {
  const id = await makeOrganization();
  await removeOrganization(id);
  await refused(api, { path: path(`/organizations/${id}`) }, 'organization-deleted');
  await api.send(removing());
  const one = path(`/organizations/${id}`);
  const calls: Call[] = [{ path: one }, { method: 'PATCH', path: one, body: {} }, { method: 'DELETE', path: one }];
  for (const call of calls) await refused(api, call, 'organization-not-found');
});

test('each row of a batch below it is refused', async () => {
  await api.send(removing());
  const batch = { organizations: [newOrganization(), newOrganization()] };
  const { status, body } = await api.post(path('/organizations:batch'), batch);
  const refusal = { status: 404, body: expect.objectContaining({ code: 'reseller-not-found' }) };
  expect([status, body.results]).toEqual([207, [refusal, refusal]]);
});

test('a reseller with organizations is refused with their number, until the last of them is deleted', async () => {
  const [first, second] = [await makeOrganization(), await makeOrganization()];
  expect((await refused(api, removing(), 'reseller-not-empty')).body).toMatchObject({
    count: 2,
    detail: 'The reseller still has 2 organizations; delete them first.',
  });
  await removeOrganization(first);
  expect((await refused(api, removing(), 'reseller-not-empty')).body).toMatchObject({
    count: 1,
    detail: 'The reseller still has 1 organization; delete them first.',
  });
  await removeOrganization(second);
  expect((await api.send(removing())).status).toBe(204);
});

test('one that was restored counts again', async () => {
  const id = await makeOrganization();
  await removeOrganization(id);
  await api.post(path(`/organizations/${id}:restore`), undefined);
  expect((await refused(api, removing(), 'reseller-not-empty')).body.count).toBe(1);
});

test('the event has the whole reseller as it was, and the version after its last', async () => {
  const { body: last } = await api.patch(path(), { name: fresh(), description: 'Last' });
  const [event, ...others] = await eventsBy(api, () => api.send(removing()));
  expect(others).toEqual([]);
  expect(event?.payload).toEqual({
    event: 'reseller.deleted',
    data: { ...last, version: Number(last.version) + 1 },
    triggeredAt: expect.any(String),
  });
  const { metadata } = event ?? {};
  expect(metadata).toMatchObject({ tenant: `/resellers/${reseller.id}`, version: 3, previousVersion: 2, changed: [], previous: {} });
});

test('nothing of it is left but its events', async () => {
  await api.send(removing());
  const left = (await api.items()).filter((item) => JSON.stringify(item).includes(String(reseller.id)));
  expect(new Set(left.map(({ type }) => type))).toEqual(new Set(['event']));
  const lists = await Promise.all(
    ['', `name=${reseller.name}`, `email=${reseller.email}`].map((query) => api.get('/v3/resellers', { query })),
  );
  expect(lists.flatMap(({ items }) => items.map(({ id }) => id))).not.toContain(reseller.id);
});

test('what a refused delete names is left as it was', async () => {
  await makeOrganization();
  await refused(api, removing(), 'reseller-not-empty');
  expect(await api.table.table.get(resellerKey(String(reseller.id)))).toMatchObject({ organizationCount: 1, version: 1 });
  expect((await api.get(path())).body).toEqual(reseller);
});

test('If-Match lets the version it names through and no other, and what it names is judged before its organizations', async () => {
  const ifMatch = (version: string) => removing({ headers: { 'if-match': version } });
  const id = await makeOrganization();
  await refused(api, ifMatch('"2"'), 'version-mismatch');
  await refused(api, ifMatch('"1"'), 'reseller-not-empty');
  await removeOrganization(id);
  await api.patch(path(), { description: 'Changed' });
  await refused(api, ifMatch('"1"'), 'version-mismatch');
  expect(await violationsOf(api, ifMatch('2'))).toEqual(['header /if-match invalid-etag']);
  expect((await api.send(ifMatch('"2"'))).status).toBe(204);
});

test('a caller bound to a tenant deletes no reseller, not even its own', async () => {
  for (const claims of [{ reseller_id: reseller.id }, { reseller_id: await makeReseller(api) }, { partner_id: 1 }]) {
    await refused(api, removing({ as: await api.bearer(claims) }), 'foreign-tenant');
  }
  await refused(api, removing({ as: await api.bearer({ permissions: ['reseller:read'] }) }), 'permission-missing');
});

test('it takes no dry run', async () => {
  expect(await violationsOf(api, removing({ query: 'dryRun=true' }))).toEqual(['query /dryRun unknown-property']);
});

test('of ten deletes at once one is done, and one event is told', async () => {
  let statuses: readonly number[] = [];
  const events = await eventsBy(api, async () => {
    statuses = (await Promise.all(Array.from({ length: 10 }, () => api.send(removing())))).map(({ status }) => status);
  });
  expect(statuses.toSorted((one, other) => one - other)).toEqual([204, ...Array(9).fill(404)]);
  expect(events.map(({ payload }) => payload.event)).toEqual(['reseller.deleted']);
});

test('a name and an email that were given up with a reseller find the one that has them next', async () => {
  await api.send(removing());
  const next = await makeReseller(api, { name: reseller.name, email: reseller.email });
  const { items } = await api.get('/v3/resellers', { query: `name=${reseller.name}&email=${reseller.email}` });
  expect(items.map(({ id }) => id)).toEqual([next]);
});
