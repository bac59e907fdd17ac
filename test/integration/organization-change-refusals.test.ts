import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { at, deleteOrganization, makeOrganization } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller } from './samples.ts';
import { setAttribute } from './stored.ts';

let api: Api;
let reseller: string;
let before: Item;

beforeAll(async () => {
  api = await startApi();
  reseller = await makeReseller(api, { allowedUsers: 10 });
});
beforeEach(async () => {
  before = await makeOrganization(api, reseller);
});
afterAll(() => api.stop());

const patching = (body: unknown) => ({ method: 'PATCH', path: at(reseller, before.id), body });

test('allowedUsers may not be raised above the reseller’s, nor to unlimited, but what it has may stay', async () => {
  const limit = { limitName: 'allowedUsers', limit: 10 };
  expect((await refused(api, patching({ allowedUsers: 11 }), 'limit-reached')).body).toMatchObject({ ...limit, count: 11 });
  expect((await refused(api, patching({ allowedUsers: -1 }), 'limit-reached')).body).toMatchObject({ ...limit, count: -1 });
  const lowered = await makeReseller(api, { allowedUsers: 10 });
  const { id } = await makeOrganization(api, lowered, { allowedUsers: 10 });
  await setAttribute(api, resellerKey(lowered), 'allowedUsers', 3);
  expect((await api.patch(at(lowered, id), { allowedUsers: 10, description: 'x' })).status).toBe(200);
  await refused(api, { method: 'PATCH', path: at(lowered, id), body: { allowedUsers: 4 } }, 'limit-reached');
  expect((await api.patch(at(lowered, id), { allowedUsers: 3 })).body).toMatchObject({ allowedUsers: 3, version: 3 });
});

test('an external id of another is taken, and free again when that one gives it up', async () => {
  const other = await makeOrganization(api, reseller, { externalId: fresh() });
  const take = patching({ externalId: other.externalId });
  expect((await refused(api, take, 'external-id-taken')).body.externalId).toBe(other.externalId);
  await api.patch(at(reseller, other.id), { externalId: null });
  expect((await api.send(take)).body).toMatchObject({ externalId: other.externalId, version: 2 });
  await refused(api, { method: 'PATCH', path: at(reseller, other.id), body: { externalId: other.externalId } }, 'external-id-taken');
});

test('an organization that is not there, is another reseller’s, or was deleted is not changed', async () => {
  const other = await makeReseller(api);
  await refused(api, { ...patching({}), path: at(reseller, 'unknown') }, 'organization-not-found');
  await refused(api, { ...patching({}), path: at(other, before.id) }, 'organization-not-found');
  await refused(api, { ...patching({}), as: await api.bearer({ reseller_id: other }) }, 'foreign-tenant');
  await refused(api, { ...patching({}), as: await api.bearer({ permissions: ['reseller:organization:read'] }) }, 'permission-missing');
  await deleteOrganization(api, reseller, before.id);
  await refused(api, patching({ email: 'new@example.com' }), 'organization-deleted');
});

test.each<[string, unknown, readonly string[]]>([
  ['no body', undefined, ['body  required']],
  ['a list', [], ['body  wrong-type']],
  ['a name of null', { name: null }, ['body /name wrong-type']],
  ['an email of null', { email: null }, ['body /email wrong-type']],
  ['allowedUsers of null', { allowedUsers: null }, ['body /allowedUsers wrong-type']],
  [
    'fields that are not the caller’s',
    { deletedAt: 'now', purgeAt: 'now', pk: 'x' },
    ['deletedAt', 'pk', 'purgeAt'].map((name) => `body /${name} unknown-property`),
  ],
  [
    'everything wrong at once',
    { name: ' ', email: 'it', allowedUsers: -2, description: 7, externalId: 'a b', address: { city: 1, planet: 'x' }, metadata: { k: 1 } },
    [
      'body /address/city wrong-type',
      'body /address/planet unknown-property',
      'body /allowedUsers too-small',
      'body /description wrong-type',
      'body /email invalid-email',
      'body /externalId invalid-characters',
      'body /metadata/k wrong-type',
      'body /name invalid-characters',
    ],
  ],
])('%s is refused, with every violation', async (_, body, violations) => {
  expect(await violationsOf(api, patching(body))).toEqual(violations);
});
