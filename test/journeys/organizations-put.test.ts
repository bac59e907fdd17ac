import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { refusal } from '../support/journey-partners.ts';
import {
  byExternalId,
  createOrganization,
  deliveredBy,
  idsOf,
  organization,
  RESELLER_RIGHTS,
  readAll,
  reseller,
} from '../support/journey-resellers.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(RESELLER_RIGHTS);
const scene = async (fields?: object) => {
  const api = await operator();
  return { api, resellerId: await createReseller(api, fields) };
};

/** Every character but letters and digits that an external id may hold. */
const PUNCTUATION = [..."-._~!$&'()*+,;=:@"];

/** All of a text percent-encoded, letters and digits too. */
const encoded = (text: string): string => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

describe('an external id in the path', () => {
  test.each(PUNCTUATION)(
    'may hold %s anywhere, raw and percent-encoded',
    async (character) => {
      const { api, resellerId } = await scene();
      for (const externalId of [`a${character}b`, `${character}${character}a`, `a${character}`, `${character}restore`]) {
        const body = newOrganization();
        const made = await api.put(byExternalId(resellerId, externalId), body);
        expect(made).toMatchObject({ status: 201, body: { externalId, version: 1 } });
        const again = await api.put(byExternalId(resellerId, encoded(externalId)), body);
        expect([again.status, again.body]).toEqual([200, made.body]);
        const search = new URLSearchParams({ externalId });
        expect(idsOf(await api.get(`${organizationsOf(resellerId)}?${search}`))).toEqual([made.body.id]);
      }
      expect(await readAll(api, organizationsOf(resellerId))).toHaveLength(4);
    },
    20_000,
  );

  test.each([
    'x:restore',
    'organizations:batch',
    'by-external-id',
    '...',
    'a.b..c',
    "ABCxyz019-._~!$&'()*+,;=:@",
    'x'.repeat(256),
    'constructor',
    '__proto__',
  ])('may be %s', async (externalId) => {
    const { api, resellerId } = await scene();
    const made = await api.put(byExternalId(resellerId, externalId), newOrganization());
    expect(made).toMatchObject({ status: 201, body: { externalId } });
    const moved = await api.put(byExternalId(resellerId, encoded(externalId)), newOrganization());
    expect(moved).toMatchObject({ status: 200, body: { id: made.body.id, externalId, version: 2 } });
  });

  test('counts to the character', async () => {
    const { api, resellerId } = await scene();
    const ids: unknown[] = [];
    for (const externalId of ['crm', 'CRM', 'crm.', 'cr%6D1', 'crm+1', 'crm-1']) {
      const { status, body } = await api.put(byExternalId(resellerId, externalId), newOrganization());
      expect([status, body.externalId]).toEqual([201, decodeURIComponent(externalId)]);
      ids.push(body.id);
    }
    expect(new Set(ids).size).toBe(6);
  });

  test.each([
    ['a%2Fb', 'invalid-characters'],
    ['a%20b', 'invalid-characters'],
    ['%C3%A9', 'invalid-characters'],
    ['a%00', 'invalid-characters'],
    ['a%5Cb', 'invalid-characters'],
    ['%25', 'invalid-characters'],
    ['x'.repeat(257), 'too-long'],
  ])('may not be %s', async (externalId, code) => {
    const { api, resellerId } = await scene();
    const { status, body } = await api.put(byExternalId(resellerId, externalId), newOrganization());
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'path', pointer: '/externalId', code })]]);
  });
});

describe('PUT by external id', () => {
  const whole = { description: 'Head office', address: { city: 'Leith' }, metadata: { a: '1' } };

  test('creates where GET finds it, replaces it whole and keeps its id when it is renamed', async () => {
    const { api, resellerId } = await scene();
    const path = byExternalId(resellerId, 'crm-1');
    const made = await api.put(path, newOrganization(whole));
    expect([made.status, made.headers.etag, made.headers.location]).toEqual([201, '"1"', organization(resellerId, String(made.body.id))]);
    expect((await api.get(String(made.headers.location))).body).toEqual(made.body);
    const next = newOrganization({ externalId: 'crm-1' });
    const replaced = await api.put(path, next, { 'if-match': '"1"' });
    expect([replaced.status, replaced.headers.etag, replaced.headers.location]).toEqual([200, '"2"', undefined]);
    const { id, createdAt } = made.body;
    expect(replaced.body).toEqual({ id, ...next, createdAt, version: 2, updatedAt: replaced.body.updatedAt });
  });

  test('takes over an organization that was given the external id otherwise, and makes another after it was deleted', async () => {
    const { api, resellerId } = await scene();
    const { id, name } = await createOrganization(api, resellerId, { externalId: 'crm-1' });
    const taken = await api.put(byExternalId(resellerId, 'crm-1'), newOrganization({ name }));
    expect(taken).toMatchObject({ status: 200, body: { id, name, version: 1 } });
    await api.delete(organization(resellerId, id));
    const next = await api.put(byExternalId(resellerId, 'crm-1'), newOrganization({ name }));
    expect([next.status, next.body.id === id]).toEqual([201, false]);
  });

  test('is refused as a create and a change are', async () => {
    const { api, resellerId } = await scene({ allowedOrganizations: 1, allowedUsers: 5 });
    const path = byExternalId(resellerId, 'crm-1');
    const [{ body }, other] = [await api.put(path, newOrganization()), byExternalId(resellerId, 'crm-2')];
    expect(refusal(await api.put(path, newOrganization({ allowedUsers: 6 })))).toEqual([409, 'limit-reached']);
    expect(refusal(await api.put(path, newOrganization(), { 'if-match': '"7"' }))).toEqual([412, 'version-mismatch']);
    expect(refusal(await api.put(other, newOrganization(), { 'if-match': '*' }))).toEqual([412, 'version-mismatch']);
    expect(refusal(await api.put(other, newOrganization()))).toEqual([409, 'limit-reached']);
    await api.patch(reseller(resellerId), { allowedOrganizations: 2 });
    expect(refusal(await api.put(other, newOrganization({ name: body.name })))).toEqual([409, 'name-taken']);
    const conflicting = await api.put(other, newOrganization({ externalId: 'crm-3' }));
    expect(conflicting.body.errors).toEqual([expect.objectContaining({ pointer: '/externalId', code: 'conflicting-values' })]);
    expect(refusal(await api.put(byExternalId('unknown', 'crm-1'), newOrganization()))).toEqual([404, 'reseller-not-found']);
  });

  test('needs the right to create only where it creates', async () => {
    const { api, resellerId } = await scene();
    const { id } = await createOrganization(api, resellerId, { externalId: 'crm-1' });
    const updater = await here.as(['reseller:organization:update'], { reseller: resellerId });
    expect(await updater.put(byExternalId(resellerId, 'crm-1'), newOrganization())).toMatchObject({ status: 200, body: { id } });
    const refused = await updater.put(byExternalId(resellerId, 'crm-2'), newOrganization());
    expect([...refusal(refused), refused.body.permission]).toEqual([403, 'permission-missing', 'reseller:organization:create']);
  });

  test('of twenty at once makes one organization and twenty equal answers', async () => {
    const { api, resellerId } = await scene({ allowedOrganizations: 1 });
    const [path, body] = [byExternalId(resellerId, 'crm-1'), newOrganization()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.put(path, body)));
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  }, 20_000);
});

withRuntime('the events on the bus, webhook receivers on loopback and the table', () => {
  test('a plan that is applied again writes and publishes nothing, and a dry run tells what it would do', async () => {
    const { api, resellerId } = await scene();
    const plan = [1, 2, 3].map(
      (at) => [byExternalId(resellerId, `crm-${at}`), newOrganization({ name: unique('Planned'), metadata: { at: String(at) } })] as const,
    );
    const statuses = async (query = '') => {
      const answers = [];
      for (const [path, body] of plan) answers.push(await api.put(path + query, body));
      return answers.map(({ status, body }) => [status, body.status ?? body.version]);
    };
    const stored = await storedItems(here.system);
    expect(await deliveredBy(here.system, async () => expect(await statuses('?dryRun=true')).toEqual(Array(3).fill([200, 201])))).toEqual(
      [],
    );
    expect(await storedItems(here.system)).toEqual(stored);
    const first = await deliveredBy(here.system, async () => expect(await statuses()).toEqual(Array(3).fill([201, 1])));
    expect(first.map(({ event, arrivals }) => [event, arrivals])).toEqual(Array(3).fill(['reseller.organization.created', 1]));
    const applied = await storedItems(here.system);
    expect(await deliveredBy(here.system, async () => expect(await statuses()).toEqual(Array(3).fill([200, 1])))).toEqual([]);
    expect(await storedItems(here.system)).toEqual(applied);
  }, 30_000);
});

test.each(['%2E', '%2e%2E', '%E9', '%'])('an external id of %s is refused', async (externalId) => {
  const { api, resellerId } = await scene();
  const { status, body } = await api.put(byExternalId(resellerId, externalId), newOrganization());
  expect([status, body.errors]).toEqual([
    400,
    [expect.objectContaining({ in: 'path', pointer: '/externalId', code: 'invalid-characters' })],
  ]);
});
