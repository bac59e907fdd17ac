import { createTenantryClient, isProblem, isProblemOf, type TenantryClient, TenantryConnectionError } from '../../client/index.ts';
import { makePartner, makeReseller } from '../integration/samples.ts';
import { type HttpApi, startHttpApi } from './http-api.ts';
import { failure } from './scripted-fetch.ts';

let api: HttpApi;
let client: TenantryClient;
let resellerId: string;

beforeAll(async () => {
  api = await startHttpApi();
  const token = (await api.api.bearer()).replace('Bearer ', '');
  client = createTenantryClient({ url: api.url, auth: { token } });
  resellerId = await makeReseller(api.api);
}, 60_000);
afterAll(() => api.stop());

const fields = (name: string) => ({ resellerId, name, email: 'it@contoso.example', allowedUsers: 5 });

test('an organization is created, read, changed by its version, deleted and restored', async () => {
  const made = await client.organizations.create({ ...fields('Contoso'), metadata: { tier: 'gold' } });
  expect(made).toMatchObject({ name: 'Contoso', metadata: { tier: 'gold' }, version: 1 });
  const { id } = made;
  expect(await client.organizations.get({ resellerId, id })).toEqual(made);
  const changed = await client.organizations.update({ resellerId, id, allowedUsers: 6 }, { ifMatch: made });
  expect(changed).toMatchObject({ allowedUsers: 6, version: 2 });
  const stale = await failure(client.organizations.update({ resellerId, id, allowedUsers: 7 }, { ifMatch: made }));
  expect(isProblem(stale, 'version-mismatch')).toBe(true);
  expect(await client.organizations.update({ ...changed, resellerId, id, name: 'Contoso Ltd' })).toMatchObject({ version: 3 });
  expect(await failure(client.organizations.delete({ resellerId, id }, { ifMatch: 2 }))).toMatchObject({ code: 'version-mismatch' });
  expect(await client.organizations.delete({ resellerId, id }, { ifMatch: 3 })).toBeUndefined();
  const gone = await failure(client.organizations.get({ resellerId, id }));
  expect(isProblem(gone, 'organization-deleted') && gone.problem.purgeAt).toMatch(/^\d{4}-/);
  expect(await client.organizations.restore({ resellerId, id })).toMatchObject({ name: 'Contoso Ltd' });
});

test('a repeated key gets the stored answer', async () => {
  const create = () => client.organizations.create(fields('Twice'), { idempotencyKey: 'twice-1' });
  expect(await create()).toEqual(await create());
});

test('a list is read item by item over its pages, by page, and from where it ended', async () => {
  const reseller = await client.resellers.create({ name: 'Many', email: 'ops@example.com', allowedUsers: 9, allowedOrganizations: 9 });
  const of = { resellerId: reseller.id };
  for (const name of ['A', 'B', 'C', 'D', 'E']) await client.organizations.create({ ...fields(name), ...of });
  const names: string[] = [];
  for await (const { name } of client.organizations.list({ ...of, limit: 2 })) names.push(name);
  expect(names).toEqual(['A', 'B', 'C', 'D', 'E']);
  const sizes: number[] = [];
  let resume: string | undefined;
  for await (const page of client.organizations.list({ ...of, limit: 2 }).pages()) {
    sizes.push(page.items.length);
    resume = page.resumeCursor;
  }
  expect(sizes).toEqual([2, 2, 1]);
  await client.organizations.create({ ...fields('F'), ...of });
  const later = await client.organizations.list({ ...of, limit: 2, ...(resume !== undefined && { cursor: resume }) }).page();
  expect(later.items.map(({ name }) => name)).toEqual(['F']);
});

test('lists with an envelope are read in the same way, with HTTP Basic', async () => {
  const parent = await makePartner(api.api);
  for (const name of ['one', 'two', 'three']) await makePartner(api.api, parent, { name: `${name} of ${parent.id}` });
  const { userName, secret = '' } = await client.credentials.create({ id: parent.id, userRole: 'Partner Supervisor' });
  const basic = createTenantryClient({ url: api.url, auth: { username: userName, password: secret } });
  const ids: number[] = [];
  for await (const { id } of basic.partners.list({ limit: 2 })) ids.push(id);
  expect(ids).toHaveLength(3);
  const { items, nextCursor } = await basic.partners.list({ limit: 2 }).page();
  expect([items.length, typeof nextCursor]).toEqual([2, 'string']);
});

test('a problem has its members by its code, its request, and the operation', async () => {
  const small = await makeReseller(api.api, { allowedOrganizations: 1 });
  await client.organizations.create({ ...fields('Only'), resellerId: small });
  const limit = await failure(client.organizations.create({ ...fields('More'), resellerId: small }));
  expect(isProblem(limit, 'limit-reached') && [limit.problem.limitName, limit.problem.limit]).toEqual(['allowedOrganizations', 1]);
  const taken = await failure(client.organizations.create(fields('Twice')));
  expect(isProblem(taken, 'limit-reached', 'name-taken') && taken.requestId).toBe(
    (taken as { problem?: { instance?: string } }).problem?.instance,
  );
  expect([isProblemOf(taken, 'createOrganization'), isProblemOf(taken, 'getOrganization')]).toEqual([true, false]);
  const invalid = await failure(client.organizations.create({ ...fields(''), email: 'x' }));
  const pointers = isProblem(invalid, 'invalid-request') && new Set(invalid.problem.errors.map(({ pointer }) => pointer));
  expect(pointers).toEqual(new Set(['/email', '/name']));
});

test('a dry run answers what would be done', async () => {
  const report = await client.organizations.create(fields('Never'), { dryRun: true });
  expect([report.status, report.events.map(({ event }) => event)]).toEqual([201, ['reseller.organization.created']]);
  expect((await client.organizations.list({ resellerId, name: 'Never' }).page()).items).toEqual([]);
});

test('a create whose answer is lost is done once', async () => {
  let requests = 0;
  const cut: typeof fetch = async (input, init) => {
    requests += 1;
    const answer = await fetch(input, init);
    if (requests === 1) throw new TypeError('terminated');
    return answer;
  };
  const token = (await api.api.bearer()).replace('Bearer ', '');
  const shaky = createTenantryClient({ url: api.url, auth: { token }, fetch: cut });
  const made = await shaky.organizations.create(fields('Once'));
  expect(requests).toBe(2);
  expect((await client.organizations.list({ resellerId, name: 'Once' }).page()).items.map(({ id }) => id)).toEqual([made.id]);
});

test('a port where nobody listens is no answer', async () => {
  const nobody = createTenantryClient({ url: 'http://127.0.0.1:9', auth: { token: 't' }, retries: 0 });
  expect(await failure(nobody.system.getHealth())).toBeInstanceOf(TenantryConnectionError);
});
