import { journey, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { expireUntil } from '../support/journey-expiry.ts';
import { key, refusal } from '../support/journey-partners.ts';
import {
  createOrganization,
  deliveredBy,
  idsOf,
  type Organization,
  organization,
  RESELLER_RIGHTS,
  readAll,
  reseller,
} from '../support/journey-resellers.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(RESELLER_RIGHTS);
const DAY_MS = 86_400_000;

const whole = {
  ...{ description: 'Head office', allowedUsers: 7, address: { city: 'Leith', addressLine2: '' } },
  ...{ externalId: 'crm-4711', metadata: { costCentre: 'NW-2026', empty: '' } },
};
const restoring = (api: Api, resellerId: string, id: string, headers = {}) =>
  api.send({ method: 'POST', path: `${organization(resellerId, id)}:restore`, headers });
const usedBy = async (api: Api, resellerId: string) => (await api.get(`${reseller(resellerId)}/limits`)).body.organizations;

/** An organization with everything there is, under a reseller with room for two. */
const scene = async () => {
  const api = await operator();
  const resellerId = await createReseller(api, { allowedOrganizations: 2 });
  const made = await createOrganization(api, resellerId, whole);
  return { api, resellerId, made, path: organization(resellerId, made.id) };
};

test('the whole life of an organization: created, renamed, deleted, gone, restored as it was, deleted again', async () => {
  const { api, resellerId, made, path } = await scene();
  const renamed = (await api.patch(path, { name: unique('Renamed') }, { 'if-match': '"1"' })).body;
  expect(refusal(await api.delete(path, { 'if-match': '"1"' }))).toEqual([412, 'version-mismatch']);
  expect(await api.delete(path, { 'if-match': '"2"' })).toMatchObject({ status: 204, text: '' });

  const gone = await api.get(path);
  expect(refusal(gone)).toEqual([410, 'organization-deleted']);
  expect(Date.parse(String(gone.body.purgeAt)) - Date.parse(String(gone.body.deletedAt))).toBeGreaterThanOrEqual(DAY_MS);
  expect([refusal(await api.patch(path, { name: 'x' })), refusal(await api.delete(path))]).toEqual(
    Array(2).fill([410, 'organization-deleted']),
  );
  expect(await readAll(api, organizationsOf(resellerId))).toEqual([]);
  const { deletedAt, purgeAt } = gone.body;
  const [kept, ...others] = (await api.get(`${organizationsOf(resellerId)}?deleted=true`)).items;
  expect([kept, others]).toEqual([{ ...renamed, version: 3, deletedAt, purgeAt }, []]);

  const restored = await restoring(api, resellerId, made.id);
  expect(restored).toMatchObject({ status: 200, headers: { etag: '"4"' } });
  expect(restored.body).toEqual({ ...renamed, version: 4, updatedAt: restored.body.updatedAt });
  expect((await api.get(path)).body).toEqual(restored.body);
  expect(refusal(await restoring(api, resellerId, made.id))).toEqual([409, 'organization-not-deleted']);
  expect(idsOf(await api.get(`${organizationsOf(resellerId)}?deleted=true`))).toEqual([]);

  expect((await api.delete(path)).status).toBe(204);
  expect(refusal(await api.get(path))).toEqual([410, 'organization-deleted']);
}, 20_000);

test('it comes back to its place in lists, is found by all it was found by, and counts again', async () => {
  const { api, resellerId, made, path } = await scene();
  const younger = await createOrganization(api, resellerId);
  await api.delete(path);
  expect(await usedBy(api, resellerId)).toEqual({ used: 1, allowed: 2, remaining: 1 });
  await restoring(api, resellerId, made.id);
  expect(await usedBy(api, resellerId)).toEqual({ used: 2, allowed: 2, remaining: 0 });
  expect(await readAll(api, `${organizationsOf(resellerId)}?limit=1`)).toEqual([made.id, younger.id]);
  for (const query of ['externalId=crm-4711', `name=${encodeURIComponent(made.name)}`]) {
    expect(idsOf(await api.get(`${organizationsOf(resellerId)}?${query}`))).toEqual([made.id]);
  }
});

test.each<[string, (made: Organization) => object, object, string]>([
  ['its name', ({ name }) => ({ name: ` ${name.toUpperCase()} ` }), { name: 'Another' }, 'name-taken'],
  ['its external id', () => ({ externalId: 'crm-4711' }), { externalId: null }, 'external-id-taken'],
])('it does not come back while another one has %s', async (_, taking, giving, code) => {
  const { api, resellerId, made, path } = await scene();
  await api.delete(path);
  const { id } = await createOrganization(api, resellerId, taking(made));
  expect(refusal(await restoring(api, resellerId, made.id))).toEqual([409, code]);
  expect(refusal(await api.get(path))).toEqual([410, 'organization-deleted']);
  await api.patch(organization(resellerId, id), giving);
  expect((await restoring(api, resellerId, made.id)).status).toBe(200);
});

test('it does not come back while the limits of its reseller do not allow it', async () => {
  const { api, resellerId, made, path } = await scene();
  await api.delete(path);
  const [first] = [await createOrganization(api, resellerId), await createOrganization(api, resellerId)];
  expect((await restoring(api, resellerId, made.id)).body).toMatchObject({ code: 'limit-reached', limit: 2, count: 2 });
  await api.delete(organization(resellerId, first.id));
  await api.patch(reseller(resellerId), { allowedUsers: 6 });
  const users = await restoring(api, resellerId, made.id);
  expect(users.body).toMatchObject({ code: 'limit-reached', limitName: 'allowedUsers', limit: 6, count: 7 });
  await api.patch(reseller(resellerId), { allowedUsers: 7 });
  expect((await restoring(api, resellerId, made.id)).status).toBe(200);
});

test('a restore that is repeated under its key is answered as before, and ten at once bring it back once', async () => {
  const { api, resellerId, made, path } = await scene();
  await api.delete(path);
  const header = key();
  const first = await restoring(api, resellerId, made.id, header);
  const again = await restoring(api, resellerId, made.id, header);
  expect([again.text, again.headers['idempotency-replayed'], again.headers.etag]).toEqual([first.text, 'true', first.headers.etag]);
  await api.delete(path);
  const answers = await Promise.all(Array.from({ length: 10 }, () => restoring(api, resellerId, made.id)));
  expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, ...Array(9).fill(409)]);
  expect(await usedBy(api, resellerId)).toMatchObject({ used: 1 });
});

test('an organization that never was, or is there, is not restored', async () => {
  const { api, resellerId, made } = await scene();
  expect(refusal(await restoring(api, resellerId, 'unknown'))).toEqual([404, 'organization-not-found']);
  expect(refusal(await restoring(api, resellerId, made.id))).toEqual([409, 'organization-not-deleted']);
  expect(refusal(await restoring(api, 'unknown', made.id))).toEqual([404, 'organization-not-found']);
});

withRuntime('the events on the bus, webhook receivers on loopback and the table', () => {
  test('each change is one event and one webhook, in the order of the versions, and a deleted one is told whole', async () => {
    const { api, resellerId, made, path } = await scene();
    const delivered = await deliveredBy(here.system, async () => {
      await api.patch(path, { name: 'New' });
      await api.delete(path);
      await restoring(api, resellerId, made.id);
      await api.delete(path);
      await restoring(api, resellerId, made.id);
    });
    const changes = delivered.filter(({ event }) => event.startsWith('reseller.organization.'));
    expect(
      changes.map(({ event, metadata: { version, previousVersion }, arrivals }) => [event, version, previousVersion, arrivals]),
    ).toEqual([
      ['reseller.organization.updated', 2, 1, 1],
      ['reseller.organization.deleted', 3, 2, 1],
      ['reseller.organization.restored', 4, 3, 1],
      ['reseller.organization.deleted', 5, 4, 1],
      ['reseller.organization.restored', 6, 5, 1],
    ]);
    expect(delivered).toHaveLength(changes.length);
    const [updated, deleted, restored] = changes.map(({ data }) => data);
    expect(updated).toEqual({ ...made, ...whole, name: 'New', version: 2, updatedAt: updated?.updatedAt });
    expect(deleted).toEqual({ ...updated, version: 3 });
    expect(restored).toEqual({ ...updated, version: 4, updatedAt: restored?.updatedAt });
  });

  test('what is purged publishes nothing any more: it is not found, nor restored, and what it was called is free', async () => {
    const { api, resellerId, made, path } = await scene();
    const [told] = await deliveredBy(here.system, () => api.delete(path));
    expect(told).toMatchObject({ event: 'reseller.organization.deleted', arrivals: 1 });
    const { purgeAt } = (await api.get(path)).body;
    const later = new Date(Date.parse(String(purgeAt)) + 2000).toISOString();
    const kept = async () => (await storedItems(here.system)).filter(({ id, type }) => id === made.id && type === 'deleted-organization');
    expect(await kept()).toHaveLength(1);
    const [events, arrivals] = [here.system.events.length, here.system.receiver.arrivals.length];
    const delivered = await deliveredBy(here.system, async () => {
      expect(await expireUntil(here.system, later)).toBeGreaterThanOrEqual(1);
      expect(await expireUntil(here.system, later)).toBe(0);
    });
    expect([delivered, await kept()]).toEqual([[], []]);
    expect([here.system.events.length, here.system.receiver.arrivals.length]).toEqual([events, arrivals]);
    expect([refusal(await api.get(path)), refusal(await restoring(api, resellerId, made.id))]).toEqual(
      Array(2).fill([404, 'organization-not-found']),
    );
    const next = await api.post(organizationsOf(resellerId), newOrganization({ name: made.name, externalId: 'crm-4711' }));
    expect([next.status, next.body.id === made.id]).toEqual([201, false]);
    expect(await usedBy(api, resellerId)).toMatchObject({ used: 1 });
  });
});
