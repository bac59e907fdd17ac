import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { credentialStore } from '../../functions/partners/credentials/store.ts';
import { newToken } from '../../functions/partners/passwords/password.ts';
import { insertLink } from '../../functions/partners/passwords/store.ts';
import { apiUserName, newCredentialId } from '../../functions/shared/auth/api-user-name.ts';
import { credentialKey, credentialPlaceKey, credentials, listed } from '../../functions/shared/table/keys.ts';
import { TABLE } from '../../functions/shared/table/partitions.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { openScene } from '../support/authorisation-scene.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { quickHash } from '../support/quick-hash.ts';
import { type Api, startApi } from './api.ts';
import { basic, makePartner } from './samples.ts';
import { setAttribute } from './stored.ts';
import { validRequests } from './valid-requests.ts';
import { deliveryEnvironment } from './webhook-samples.ts';

let api: Api;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
});
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

// What is only stored to be compared with, or to be handed on: hashes of passwords, digests of
// links, tokens, secrets of cursors.
const SECRETS = /hash|token|secret|password|phc/i;

/** What an index holds of an item beside keys: all of it, or nothing. */
const projected = (item: Item): Item =>
  TABLE.indexes.some(({ partitionKey, projection }) => projection === 'ALL' && item[partitionKey] !== undefined) ? item : {};

test('no index holds a hash, a token or a secret of any item that the operations write', async () => {
  const scene = await openScene(api);
  const writing = Object.entries(validRequests(api, scene)).filter(([name]) => !/^(?:get|list)/.test(name));
  for (const [name, request] of writing) {
    const { status } = await api.send({ as: await api.bearer({}), ...(await request()) });
    expect({ name, isRefused: status >= 500 }).toEqual({ name, isRefused: false });
  }
  const link = { partnerId: scene.partner, contactId: scene.contact, email: 'ada@example.com' };
  await api.table.table.commit([insertLink(newToken(), link, new Date())]);
  const items = await api.items();
  const kinds = new Set(items.map(({ type }) => type));
  expect([...kinds]).toEqual(expect.arrayContaining(['partner', 'contact', 'credential', 'password-link', 'event', 'webhook']));
  expect(items.some((item) => item.passwordHash !== undefined)).toBe(true);
  const inIndex = items.map(projected).flatMap((item) => Object.keys(item).map((attribute) => `${item.type}.${attribute}`));
  expect(new Set(inIndex.filter((name) => name.endsWith('.type')))).toEqual(
    new Set(['partner.type', 'contact.type', 'credential-place.type', 'event.type']),
  );
  expect(inIndex.filter((name) => SECRETS.test(name))).toEqual([]);
});

test('a credential of a release before, which stands in the index itself, is listed with its last use, and leaves it when it is revoked', async () => {
  const partner = await makePartner(api);
  const [id, createdAt] = [newCredentialId(), '2026-11-22T14:15:22.000Z'];
  const userName = apiUserName(id);
  const stored = { id, userName, partnerId: partner.id, userRole: 'Partner User', isActive: true, createdAt } as const;
  await credentialStore(api.table.table).insert({ ...stored, passwordHash: quickHash('secret') });
  // As it was stored then: no place, and the index attributes on the credential.
  await api.table.client.send(new DeleteCommand({ TableName: api.table.name, Key: credentialPlaceKey(userName) }));
  for (const [name, value] of Object.entries(listed(credentials(partner.id), createdAt, id))) {
    await setAttribute(api, credentialKey(userName), name, value);
  }
  const path = `/v1/partners/${partner.id}/credentials`;
  const shown = async () => (await api.get(path)).body.data;
  const { passwordHash: _, partnerId: __, isActive: ___, ...answered } = { ...stored, passwordHash: '' };
  expect(await shown()).toEqual([answered]);
  expect((await api.get(`/v1/partners/${partner.id}`, { as: basic(userName, 'secret') })).status).toBe(200);
  expect(await shown()).toEqual([{ ...answered, lastUsedAt: expect.any(String) }]);
  await setAttribute(api, { pk: `PARTNER#${partner.id}`, sk: 'PARTNER' }, 'credentialCount', 1);
  expect((await api.send({ method: 'DELETE', path: `${path}/${id}` })).status).toBe(204);
  expect(await shown()).toEqual([]);
  expect((await api.items()).filter((item) => item.userName === userName)).toEqual([]);
});
