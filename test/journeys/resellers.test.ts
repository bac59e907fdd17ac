import { journey, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createReseller, newOrganization, organizationsOf, unique } from '../support/journey-entities.ts';
import { refusal } from '../support/journey-partners.ts';
import {
  createOrganization,
  deliveredBy,
  idsOf,
  nextLink,
  organization,
  RESELLER_RIGHTS,
  readAll,
  reseller,
} from '../support/journey-resellers.ts';
import { storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(RESELLER_RIGHTS);
const listed = (query: Readonly<Record<string, string>>): string => `/v3/resellers?${new URLSearchParams(query)}`;
const createAll = async (api: Api, all: readonly object[]): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const fields of all) ids.push(await createReseller(api, fields));
  return ids;
};

describe('GET /v3/resellers', () => {
  // No other run has resellers of these names or with this email.
  const name = unique('Straße');
  const email = `${unique('ops').replaceAll(' ', '.')}@reseller.example`;
  let ids: readonly string[] = [];

  beforeAll(async () => {
    ids = await createAll(await operator(), [
      { name },
      { name: `${name} Nord`, email },
      { name: `${name}  nord` },
      { name, email },
      { name: unique('Other'), email },
    ]);
  }, 20_000);

  test('answers a bare array of resellers as GET of each does', async () => {
    const api = await operator();
    const { status, items } = await api.get(listed({ search: name }));
    expect([status, items.map(({ id }) => id)]).toEqual([200, ids.slice(0, 4)]);
    expect(items[1]).toEqual((await api.get(reseller(String(ids[1])))).body);
  });

  test.each([
    ['name', () => ({ name: ` ${name.toUpperCase()} ` }), [0, 3]],
    ['another name', () => ({ name: `${name} NORD` }), [1, 2]],
    ['email', () => ({ email: email.toUpperCase() }), [1, 3, 4]],
    ['the beginning of its name', () => ({ search: name.toUpperCase() }), [0, 1, 2, 3]],
    ['all of them together', () => ({ search: name, email, name: `${name} nord` }), [1]],
    ['filters that nobody meets', () => ({ email, name: unique('Nobody') }), []],
  ])('finds by %s, oldest or newest first, along its links', async (_, query, found) => {
    const api = await operator();
    const expected = found.map((at) => ids[at]);
    expect(await readAll(api, listed({ ...query(), limit: '1' }))).toEqual(expected);
    expect(await readAll(api, listed({ ...query(), limit: '2', sort: '-createdAt' }))).toEqual(expected.toReversed());
  });

  test('leads through all resellers, the newest first, to those made before', async () => {
    const api = await operator();
    const [older, newer] = await createAll(api, [{}, {}]);
    const first = await api.get(listed({ limit: '1', sort: '-createdAt' }));
    expect(first.items).toHaveLength(1);
    const seen: unknown[] = idsOf(first).slice();
    for (let next = nextLink(first); next !== undefined && !seen.includes(older); ) {
      const answer = await api.get(next);
      seen.push(...idsOf(answer));
      next = nextLink(answer);
    }
    expect(seen.indexOf(newer)).toBeGreaterThanOrEqual(0);
    expect(seen.indexOf(older)).toBeGreaterThan(seen.indexOf(newer));
  });

  test('refuses a cursor that was tampered with or belongs to another question, and parameters it does not know', async () => {
    const api = await operator();
    const cursor =
      new URL(String(nextLink(await api.get(listed({ search: name, limit: '1' })))), 'http://any').searchParams.get('cursor') ?? '';
    const queries = [
      { search: name, cursor: `${cursor}x` },
      { search: name, cursor: cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) },
      { cursor },
      { search: `${name} N`, cursor },
    ];
    for (const query of queries) {
      const { status, body } = await api.get(listed(query));
      expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'query', pointer: '/cursor', code: 'invalid-cursor' })]]);
    }
    const unknown = await api.get(listed({ colour: 'x' }));
    expect(unknown.body.errors).toEqual([expect.objectContaining({ in: 'query', pointer: '/colour', code: 'unknown-property' })]);
  });

  test('is for the operator only', async () => {
    const bound = await here.as(RESELLER_RIGHTS, { reseller: String(ids[0]) });
    expect(refusal(await bound.get('/v3/resellers'))).toEqual([403, 'foreign-tenant']);
  });
});

describe('PATCH /v3/resellers/{resellerId}', () => {
  test('is a merge patch with versions: lists follow it, null removes, and what changes nothing stays', async () => {
    const api = await operator();
    const [old, name] = [unique('Old'), unique('New')];
    const id = await createReseller(api, { name: old, description: 'North' });
    const changed = await api.patch(reseller(id), { name, description: null }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { id, name, version: 2 } });
    expect(changed.body).not.toHaveProperty('description');
    expect([idsOf(await api.get(listed({ name }))), idsOf(await api.get(listed({ search: old })))]).toEqual([[id], []]);
    expect(refusal(await api.patch(reseller(id), { name: old }, { 'if-match': '"1"' }))).toEqual([412, 'version-mismatch']);
    expect(await api.patch(reseller(id), { name })).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: changed.body });
    const { body } = await api.patch(reseller(id), { name: null });
    expect(body.errors).toEqual([expect.objectContaining({ in: 'body', pointer: '/name', code: 'wrong-type' })]);
  });

  test('changes limits for the operator only', async () => {
    const api = await operator();
    const id = await createReseller(api, { allowedOrganizations: 3 });
    const bound = await here.as(RESELLER_RIGHTS, { reseller: id });
    expect(refusal(await bound.patch(reseller(id), { allowedOrganizations: 4 }))).toEqual([403, 'foreign-tenant']);
    expect(refusal(await bound.patch(reseller(id), { allowedUsers: 4 }))).toEqual([403, 'foreign-tenant']);
    expect((await bound.patch(reseller(id), { description: 'Ours', allowedOrganizations: 3 })).body).toMatchObject({
      description: 'Ours',
      version: 2,
    });
    expect((await api.patch(reseller(id), { allowedOrganizations: 4 })).body).toMatchObject({ allowedOrganizations: 4, version: 3 });
  });
});

test('DELETE takes a reseller only when it has no organizations, and leaves 404 behind', async () => {
  const api = await operator();
  const [name, id] = [unique('Leaving'), await createReseller(api)];
  await api.patch(reseller(id), { name });
  const { id: organizationId } = await createOrganization(api, id);
  expect(await api.delete(reseller(id))).toMatchObject({ status: 409, body: { code: 'reseller-not-empty', count: 1 } });
  await api.delete(organization(id, organizationId));
  expect(refusal(await api.delete(reseller(id), { 'if-match': '"1"' }))).toEqual([412, 'version-mismatch']);
  expect(await api.delete(reseller(id), { 'if-match': '"2"' })).toMatchObject({ status: 204, text: '' });
  const gone = [
    await api.get(reseller(id)),
    await api.get(`${reseller(id)}/limits`),
    await api.patch(reseller(id), { name: 'x' }),
    await api.delete(reseller(id)),
    await api.get(organizationsOf(id)),
    await api.post(organizationsOf(id), newOrganization()),
    await api.send({ method: 'POST', path: `${organization(id, organizationId)}:restore` }),
  ];
  expect(gone.map(refusal)).toEqual(Array(7).fill([404, 'reseller-not-found']));
  expect(refusal(await api.get(organization(id, organizationId)))).toEqual([404, 'organization-not-found']);
  expect(idsOf(await api.get(listed({ name })))).toEqual([]);
}, 20_000);

withRuntime('the events on the bus, webhook receivers on loopback and the table', () => {
  test('each change is one event and one webhook, in the order of the versions, and the last has the whole reseller', async () => {
    const api = await operator();
    const id = await createReseller(api, { description: 'North' });
    let last = {};
    const delivered = await deliveredBy(here.system, async () => {
      for (const at of [1, 2, 3, 4]) await api.patch(reseller(id), { description: `Version ${at}` });
      ({ body: last } = await api.patch(reseller(id), { description: null }));
      await api.delete(reseller(id));
    });
    expect(delivered.map(({ event, metadata: { version }, arrivals }) => [event, version, arrivals])).toEqual([
      ...[2, 3, 4, 5, 6].map((version) => ['reseller.updated', version, 1]),
      ['reseller.deleted', 7, 1],
    ]);
    expect(delivered.map(({ metadata: { previous } }) => previous['/description'])).toEqual([
      'North',
      'Version 1',
      'Version 2',
      'Version 3',
      'Version 4',
      undefined,
    ]);
    expect([delivered[4]?.data, delivered[5]?.data]).toEqual([last, { ...last, version: 7 }]);
    expect(new Set(delivered.map(({ metadata: { tenant } }) => tenant))).toEqual(new Set([`/resellers/${id}`]));
  });

  test('what changes nothing, a dry run and a refusal write and publish nothing', async () => {
    const api = await operator();
    const id = await createReseller(api, { description: 'North', allowedOrganizations: 1 });
    await createOrganization(api, id);
    await here.system.runtime.idle();
    const stored = await storedItems(here.system);
    const delivered = await deliveredBy(here.system, async () => {
      await api.patch(reseller(id), { description: 'North' });
      const { body } = await api.patch(`${reseller(id)}?dryRun=true`, { description: null, allowedOrganizations: 0 });
      expect(body).toMatchObject({ dryRun: true, status: 200, body: { id, allowedOrganizations: 0, version: 2 } });
      expect((body.events as { event: string }[]).map(({ event }) => event)).toEqual(['reseller.updated']);
      await api.delete(reseller(id));
    });
    expect([delivered, await storedItems(here.system)]).toEqual([[], stored]);
  });
});
