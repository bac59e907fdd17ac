import { journey, withRuntime } from '../support/journey.ts';
import { createReseller, organizationsOf } from '../support/journey-entities.ts';
import { refusal } from '../support/journey-partners.ts';
import { createOrganization, deliveredBy, nextLink, organization, RESELLER_RIGHTS, readAll } from '../support/journey-resellers.ts';

const here = journey();
const operator = () => here.as(RESELLER_RIGHTS);

describe('the list of organizations', () => {
  const email = 'shared@organization.example';
  let resellerId = '';
  let ids: readonly string[] = [];
  const listed = (query: Readonly<Record<string, string>>): string => `${organizationsOf(resellerId)}?${new URLSearchParams(query)}`;

  beforeAll(async () => {
    const api = await operator();
    resellerId = await createReseller(api);
    const all = [
      { name: 'Straße' },
      { name: 'Straße Nord', email },
      { name: 'STRASSE  süd', externalId: 'crm-3' },
      { name: 'Other', email },
    ];
    const made: string[] = [];
    for (const fields of all) made.push((await createOrganization(api, resellerId, fields)).id);
    ids = made;
  }, 20_000);

  test.each([
    ['nothing', {}, [0, 1, 2, 3]],
    ['name', { name: ' STRASSE ' }, [0]],
    ['email', { email: email.toUpperCase() }, [1, 3]],
    ['the beginning of its name', { search: 'strasse' }, [0, 1, 2]],
    ['external id', { externalId: 'crm-3' }, [2]],
    ['external id in another case', { externalId: 'CRM-3' }, []],
    ['all together', { search: 'straße n', email, name: 'Straße nord' }, [1]],
  ])('finds by %s, oldest or newest first, along its links', async (_, query, found) => {
    const [api, expected] = [await operator(), found.map((at) => ids[at])];
    expect(await readAll(api, listed({ ...query, limit: '1' }))).toEqual(expected);
    expect(await readAll(api, listed({ ...query, limit: '2', sort: '-createdAt' }))).toEqual(expected.toReversed());
  });

  test('is a bare array of what GET answers, and refuses what it does not know', async () => {
    const api = await operator();
    const first = await api.get(listed({ limit: '1' }));
    expect(first.json).toEqual([(await api.get(organization(resellerId, String(ids[0])))).body]);
    const cursor = new URL(String(nextLink(first)), 'http://any').searchParams.get('cursor') ?? '';
    for (const query of [{ cursor: `${cursor}x` }, { cursor, deleted: 'true' }, { page: '2' }])
      expect((await api.get(listed(query))).status).toBe(400);
    expect(refusal(await api.get(organizationsOf('nobody')))).toEqual([404, 'reseller-not-found']);
  });
});

describe('PATCH of an organization', () => {
  test('merges, renames, keeps its name unique and honours If-Match', async () => {
    const api = await operator();
    const resellerId = await createReseller(api, { allowedUsers: 9 });
    const [one, other] = [
      await createOrganization(api, resellerId, { address: { city: 'Leith', country: 'GB' }, metadata: { a: '1', b: '2' } }),
      await createOrganization(api, resellerId),
    ];
    const path = organization(resellerId, one.id);
    const { status, headers, body } = await api.patch(path, { name: 'New', address: { city: null }, metadata: { a: null, c: '3' } });
    expect([status, headers.etag]).toEqual([200, '"2"']);
    expect(body).toEqual({
      ...one,
      name: 'New',
      address: { country: 'GB' },
      metadata: { b: '2', c: '3' },
      version: 2,
      updatedAt: body.updatedAt,
    });
    expect((await api.get(path)).body).toEqual(body);
    expect((await api.patch(path, { name: 'New' })).headers.etag).toBe('"2"');
    expect(refusal(await api.patch(path, { name: 'Newer' }, { 'if-match': '"1"' }))).toEqual([412, 'version-mismatch']);
    expect(refusal(await api.patch(organization(resellerId, other.id), { name: ' NEW' }))).toEqual([409, 'name-taken']);
    expect((await api.patch(organization(resellerId, other.id), { name: one.name })).status).toBe(200);
    expect(await api.patch(path, { allowedUsers: 10 })).toMatchObject({
      status: 409,
      body: { code: 'limit-reached', limit: 9, count: 10 },
    });
  });
});

withRuntime('the events on the bus and webhook receivers on loopback', () => {
  test('each change of an organization is one event and one webhook, in the order of its versions', async () => {
    const api = await operator();
    const resellerId = await createReseller(api);
    const { id } = await createOrganization(api, resellerId, { metadata: { step: '0' } });
    let last = {};
    const delivered = await deliveredBy(here.system, async () => {
      for (const step of ['1', '2', '3', '4', '5'])
        ({ body: last } = await api.patch(organization(resellerId, id), { metadata: { step } }));
      await api.patch(organization(resellerId, id), { metadata: { step: '5' } });
    });
    expect(delivered.map(({ event, metadata: { version }, arrivals }) => [event, version, arrivals])).toEqual(
      [2, 3, 4, 5, 6].map((version) => ['reseller.organization.updated', version, 1]),
    );
    expect(delivered[4]).toMatchObject({ data: last, metadata: { changed: ['/metadata/step'], previous: { '/metadata/step': '4' } } });
  });
});
