import { EVENT_PREFIX } from '../../functions/shared/table/event-keys.ts';
import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, startApi } from './api.ts';
import { countOf, deleteOrganization, at as organizationsOf } from './organization-samples.ts';
import { refused } from './refusals.ts';
import { makeReseller, newOrganization } from './samples.ts';
import type { StoredEvent } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const create = (resellerId: string): Promise<Answer> => api.post(organizationsOf(resellerId), newOrganization());
const allow = (resellerId: string, allowedOrganizations: number) => api.patch(`/v3/resellers/${resellerId}`, { allowedOrganizations });
const restore = (resellerId: string, id: unknown) => api.post(`${organizationsOf(resellerId, id)}:restore`, undefined);

/** Makes a reseller with a limit and that many organizations of it; answers their ids. */
const plant = async (allowed: number, count: number) => {
  const resellerId = await makeReseller(api, { allowedOrganizations: allowed });
  const ids: unknown[] = [];
  for (let made = 0; made < count; made += 1) ids.push((await create(resellerId)).body.id);
  return { resellerId, ids };
};

/** The events of a reseller, in their order. */
const eventsOf = async (resellerId: string): Promise<readonly StoredEvent[]> => {
  const range = { pk: resellerKey(resellerId).pk, prefix: EVENT_PREFIX };
  return (await api.table.table.range({ range, limit: 1000, after: undefined })).items as unknown as readonly StoredEvent[];
};

/** Those that `action` recorded. */
const eventsBy = async (resellerId: string, action: () => Promise<unknown>): Promise<readonly StoredEvent[]> => {
  const before = await eventsOf(resellerId);
  await action();
  return (await eventsOf(resellerId)).slice(before.length);
};

/** What it tells of limits, in short: `approaching 4/5`. */
const limitsBy = async (resellerId: string, action: () => Promise<unknown>): Promise<readonly string[]> =>
  (await eventsBy(resellerId, action)).flatMap(({ payload: { event, data } }) => {
    if (!event.startsWith('reseller.limit.')) return [];
    const { used, allowed } = (data as { readonly organizations: Item }).organizations;
    return [`${event.slice('reseller.limit.'.length)} ${used}/${allowed}`];
  });

test.each([
  [1, ['approaching 1/1', 'reached 1/1']],
  [2, ['approaching 2/2', 'reached 2/2']],
  [3, ['approaching 3/3', 'reached 3/3']],
  [4, ['approaching 4/4', 'reached 4/4']],
  [5, ['approaching 4/5', 'reached 5/5']],
  [25, ['approaching 20/25', 'reached 25/25']],
])('on the way to a limit of %i, 80 %% and the last place are told once each, and nothing else', async (allowed, expected) => {
  const { resellerId } = await plant(allowed, 0);
  const createAll = async () => {
    for (let count = 1; count <= allowed; count += 1) expect((await create(resellerId)).status).toBe(201);
  };
  expect(await limitsBy(resellerId, createAll)).toEqual(expected);
  await refused(api, { method: 'POST', path: organizationsOf(resellerId), body: newOrganization() }, 'limit-reached');
});

test('an event says what is used, allowed and left, of which reseller, and makes no version of it', async () => {
  const { resellerId } = await plant(5, 3);
  const [, approaching] = await eventsBy(resellerId, () => create(resellerId));
  expect(approaching?.payload).toEqual({
    event: 'reseller.limit.approaching',
    data: { resellerId, organizations: { used: 4, allowed: 5, remaining: 1 } },
    triggeredAt: expect.any(String),
  });
  const tenant = `/resellers/${resellerId}`;
  expect(approaching?.metadata).toMatchObject({ tenant, version: 1, previousVersion: 1, changed: [], previous: {} });
  expect((await api.get(`/v3/resellers/${resellerId}`)).headers.etag).toBe('"1"');
});

test('around a mark, each crossing from below is told, by a create as by a restore, and no way down is', async () => {
  const { resellerId, ids } = await plant(5, 4);
  expect(await limitsBy(resellerId, () => deleteOrganization(api, resellerId, ids[0]))).toEqual([]);
  expect(await limitsBy(resellerId, () => restore(resellerId, ids[0]))).toEqual(['approaching 4/5']);
  expect(await limitsBy(resellerId, () => create(resellerId))).toEqual(['reached 5/5']);
  expect(await limitsBy(resellerId, () => deleteOrganization(api, resellerId, ids[1]))).toEqual([]);
  expect(await limitsBy(resellerId, () => restore(resellerId, ids[1]))).toEqual(['reached 5/5']);
  await deleteOrganization(api, resellerId, ids[1]);
  await deleteOrganization(api, resellerId, ids[2]);
  expect(await limitsBy(resellerId, () => create(resellerId))).toEqual(['approaching 4/5']);
});

test('a limit that stops a create or a restore tells nothing', async () => {
  const { resellerId, ids } = await plant(2, 2);
  await deleteOrganization(api, resellerId, ids[0]);
  await create(resellerId);
  await refused(api, { method: 'POST', path: organizationsOf(resellerId), body: newOrganization() }, 'limit-reached');
  const { body } = await refused(api, { method: 'POST', path: `${organizationsOf(resellerId, ids[0])}:restore` }, 'limit-reached');
  expect(body).toMatchObject({ limitName: 'allowedOrganizations', limit: 2, count: 2 });
});

test('what is unlimited is never told of', async () => {
  const { resellerId, ids } = await plant(-1, 1);
  const all = async () => {
    await create(resellerId);
    await deleteOrganization(api, resellerId, ids[0]);
    await restore(resellerId, ids[0]);
    await api.patch(`/v3/resellers/${resellerId}`, { description: 'unlimited' });
  };
  expect(await limitsBy(resellerId, all)).toEqual([]);
});

test('a limit of 0 leaves no room from the first; it is told when it comes, not of a new reseller', async () => {
  const { resellerId } = await plant(0, 0);
  expect((await eventsOf(resellerId)).map(({ payload }) => payload.event)).toEqual(['reseller.created']);
  await refused(api, { method: 'POST', path: organizationsOf(resellerId), body: newOrganization() }, 'limit-reached');
  expect(await limitsBy(resellerId, () => allow(resellerId, -1))).toEqual([]);
  expect(await limitsBy(resellerId, () => allow(resellerId, 0))).toEqual(['approaching 0/0', 'reached 0/0']);
});

describe('a limit that is lowered', () => {
  test('below the count is taken and told once, and blocks new ones only', async () => {
    const { resellerId, ids } = await plant(10, 3);
    expect(await limitsBy(resellerId, async () => expect((await allow(resellerId, 2)).status).toBe(200))).toEqual([
      'approaching 3/2',
      'reached 3/2',
    ]);
    expect(await limitsBy(resellerId, () => allow(resellerId, 1))).toEqual([]);
    const { body } = await refused(api, { method: 'POST', path: organizationsOf(resellerId), body: newOrganization() }, 'limit-reached');
    expect(body).toMatchObject({ limitName: 'allowedOrganizations', limit: 1, count: 3 });
    expect((await api.get(organizationsOf(resellerId, ids[0]))).status).toBe(200);
    expect((await api.patch(organizationsOf(resellerId, ids[0]), { name: 'Renamed', allowedUsers: 6 })).status).toBe(200);
    for (const id of ids) await deleteOrganization(api, resellerId, id);
    expect((await create(resellerId)).status).toBe(201);
    expect(await countOf(api, resellerId)).toBe(1);
  });

  test.each([
    ['above 80 %', 20, 6, []],
    ['to 80 %', 20, 5, ['approaching 4/5']],
    ['to the count', 20, 4, ['approaching 4/4', 'reached 4/4']],
    ['to the count from above 80 %', 5, 4, ['reached 4/4']],
    ['from unlimited', -1, 5, ['approaching 4/5']],
  ])('%s tells what it crosses', async (_, from, to, told) => {
    const { resellerId } = await plant(from, 4);
    expect(await limitsBy(resellerId, () => allow(resellerId, to))).toEqual(told);
  });

  test('again after it was raised is told again; raising tells nothing', async () => {
    const { resellerId } = await plant(4, 4);
    expect(await limitsBy(resellerId, () => allow(resellerId, 10))).toEqual([]);
    expect(await limitsBy(resellerId, () => allow(resellerId, -1))).toEqual([]);
    expect(await limitsBy(resellerId, () => allow(resellerId, 4))).toEqual(['approaching 4/4', 'reached 4/4']);
    await allow(resellerId, 6);
    expect(await limitsBy(resellerId, () => create(resellerId))).toEqual(['approaching 5/6']);
  });
});

test('of 60 creates at once into 25 places 25 succeed, and each mark is told once with its own count', async () => {
  const { resellerId } = await plant(25, 0);
  let answers: readonly Answer[] = [];
  const told = await limitsBy(resellerId, async () => {
    answers = await Promise.all(Array.from({ length: 60 }, () => create(resellerId)));
  });
  expect(told.toSorted()).toEqual(['approaching 20/25', 'reached 25/25']);
  const outcomes = Object.groupBy(answers, ({ status, body }) => String(body.code ?? status));
  expect([outcomes['201']?.length, outcomes['limit-reached']?.length]).toEqual([25, 35]);
  expect(await countOf(api, resellerId)).toBe(25);
});

describe('GET of the limits', () => {
  const limitsOf = async (resellerId: string) => (await api.get(`/v3/resellers/${resellerId}/limits`)).body;
  const organizations = (used: number, allowed: number, remaining: number) => ({ organizations: { used, allowed, remaining } });

  test('says what is used, allowed and left, before and after each change', async () => {
    const { resellerId, ids } = await plant(3, 1);
    expect(await limitsOf(resellerId)).toEqual({ resellerId, ...organizations(1, 3, 2) });
    await create(resellerId);
    expect(await limitsOf(resellerId)).toMatchObject(organizations(2, 3, 1));
    await create(resellerId);
    expect(await limitsOf(resellerId)).toMatchObject(organizations(3, 3, 0));
    await deleteOrganization(api, resellerId, ids[0]);
    expect(await limitsOf(resellerId)).toMatchObject(organizations(2, 3, 1));
    await restore(resellerId, ids[0]);
    expect(await limitsOf(resellerId)).toMatchObject(organizations(3, 3, 0));
  });

  test('says 0 and nothing less of a limit below the count, and -1 of none', async () => {
    const { resellerId } = await plant(-1, 2);
    expect(await limitsOf(resellerId)).toMatchObject(organizations(2, -1, -1));
    await allow(resellerId, 1);
    expect(await limitsOf(resellerId)).toMatchObject(organizations(2, 1, 0));
    await allow(resellerId, 0);
    expect(await limitsOf(resellerId)).toMatchObject(organizations(2, 0, 0));
  });

  test('is not found of an unknown reseller', async () => {
    await refused(api, { path: '/v3/resellers/unknown/limits' }, 'reseller-not-found');
  });
});
