import type { WireAnswer } from '../../testing/wire.ts';
import { journey, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createReseller, newOrganization, organizationsOf } from '../support/journey-entities.ts';
import { refusal } from '../support/journey-partners.ts';
import {
  byExternalId,
  createOrganization,
  type Delivered,
  deliveredBy,
  type Organization,
  organization,
  RESELLER_RIGHTS,
  reseller,
} from '../support/journey-resellers.ts';

const here = journey();
const operator = () => here.as(RESELLER_RIGHTS);
const limitsOf = async (api: Api, resellerId: string) => (await api.get(`${reseller(resellerId)}/limits`)).body.organizations;
const restoring = (api: Api, resellerId: string, id: string) =>
  api.send({ method: 'POST', path: `${organization(resellerId, id)}:restore` });
const fill = async (api: Api, resellerId: string, count: number): Promise<readonly Organization[]> => {
  const made: Organization[] = [];
  while (made.length < count) made.push(await createOrganization(api, resellerId));
  return made;
};
const tally = (answers: readonly WireAnswer[], status: number) => answers.filter((answer) => answer.status === status).length;

describe('GET /v3/resellers/{resellerId}/limits', () => {
  test('says used, allowed and remaining, and follows creates, deletes, restores and changes of the limit', async () => {
    const api = await operator();
    const resellerId = await createReseller(api, { allowedOrganizations: 3 });
    const seen = () => limitsOf(api, resellerId);
    expect((await api.get(`${reseller(resellerId)}/limits`)).body).toEqual({
      resellerId,
      organizations: { used: 0, allowed: 3, remaining: 3 },
    });
    const [first, second] = await fill(api, resellerId, 2);
    expect(await seen()).toEqual({ used: 2, allowed: 3, remaining: 1 });
    await api.delete(organization(resellerId, String(first?.id)));
    expect(await seen()).toEqual({ used: 1, allowed: 3, remaining: 2 });
    await restoring(api, resellerId, String(first?.id));
    await api.patch(organization(resellerId, String(second?.id)), { name: 'Renamed' });
    expect(await seen()).toEqual({ used: 2, allowed: 3, remaining: 1 });
    await api.patch(reseller(resellerId), { allowedOrganizations: 1 });
    expect(await seen()).toEqual({ used: 2, allowed: 1, remaining: 0 });
    await api.patch(reseller(resellerId), { allowedOrganizations: -1 });
    expect(await seen()).toEqual({ used: 2, allowed: -1, remaining: -1 });
  }, 20_000);

  test('is for the reseller itself, and for one that exists', async () => {
    const api = await operator();
    const [own, other] = [await createReseller(api), await createReseller(api)];
    const bound = await here.as(['reseller:read'], { reseller: own });
    expect((await bound.get(`${reseller(own)}/limits`)).status).toBe(200);
    expect(refusal(await bound.get(`${reseller(other)}/limits`))).toEqual([403, 'foreign-tenant']);
    expect(refusal(await api.get(`${reseller('unknown')}/limits`))).toEqual([404, 'reseller-not-found']);
  });
});

test('the wall stands for every way to get an organization, and opens when one is deleted or the limit is raised', async () => {
  const api = await operator();
  const resellerId = await createReseller(api, { allowedOrganizations: 2 });
  const [first, second] = await fill(api, resellerId, 2);
  await api.delete(organization(resellerId, String(first?.id)));
  await fill(api, resellerId, 1);
  const reached = { code: 'limit-reached', limitName: 'allowedOrganizations', limit: 2, count: 2 };
  const refused = [
    await api.post(organizationsOf(resellerId), newOrganization()),
    await api.post(`${organizationsOf(resellerId)}?dryRun=true`, newOrganization()),
    await api.put(byExternalId(resellerId, 'crm-1'), newOrganization()),
    await restoring(api, resellerId, String(first?.id)),
  ];
  for (const { status, body } of refused) expect([status, body]).toEqual([409, expect.objectContaining(reached)]);
  const { body } = await api.post(`${organizationsOf(resellerId)}:batch`, { organizations: [newOrganization()] });
  expect(body.results).toEqual([{ status: 409, body: expect.objectContaining(reached) }]);
  await api.delete(organization(resellerId, String(second?.id)));
  expect((await restoring(api, resellerId, String(first?.id))).status).toBe(200);
  await api.patch(reseller(resellerId), { allowedOrganizations: 3 });
  expect((await api.put(byExternalId(resellerId, 'crm-1'), newOrganization())).status).toBe(201);
  expect(await limitsOf(api, resellerId)).toEqual({ used: 3, allowed: 3, remaining: 0 });
});

test('a limit lowered below the count leaves what is there, and blocks new ones until the count is below it again', async () => {
  const api = await operator();
  const resellerId = await createReseller(api, { allowedOrganizations: 3 });
  const made = await fill(api, resellerId, 3);
  expect((await api.patch(reseller(resellerId), { allowedOrganizations: 1 })).status).toBe(200);
  const paths = made.map(({ id }) => organization(resellerId, id));
  for (const path of paths) expect((await api.patch(path, { description: 'Still here' })).status).toBe(200);
  for (const path of paths) {
    expect(await api.post(organizationsOf(resellerId), newOrganization())).toMatchObject({ status: 409, body: { limit: 1 } });
    await api.delete(path);
  }
  expect((await api.post(organizationsOf(resellerId), newOrganization())).status).toBe(201);
});

test('creates, deletes, restores and changes of the limit at once keep the count exact', async () => {
  const api = await operator();
  const resellerId = await createReseller(api, { allowedOrganizations: 12 });
  const made = await fill(api, resellerId, 8);
  const creates = Array.from({ length: 30 }, () => api.post(organizationsOf(resellerId), newOrganization()));
  const deletes = made.map(({ id }) => api.delete(organization(resellerId, id)));
  const restores = made.map(({ id }) => restoring(api, resellerId, id));
  const changes = [6, 20, 9, 15].map((allowedOrganizations) => api.patch(reseller(resellerId), { allowedOrganizations }));
  const answers = await Promise.all([...creates, ...deletes, ...restores, ...changes]);
  const codes = new Set(answers.filter(({ status }) => status >= 400).map(({ body }) => body.code));
  expect([...codes].filter((code) => !['limit-reached', 'organization-not-deleted', 'contention'].includes(String(code)))).toEqual([]);
  const [created, deleted, restored] = [
    tally(answers.slice(0, 30), 201),
    tally(answers.slice(30, 38), 204),
    tally(answers.slice(38, 46), 200),
  ];
  const used = 8 + created - deleted + restored;
  expect(await limitsOf(api, resellerId)).toMatchObject({ used });
  expect((await api.get(`${organizationsOf(resellerId)}?limit=100`)).items).toHaveLength(used);
}, 30_000);

withRuntime('the events on the bus and webhook receivers on loopback', () => {
  const told = (delivered: readonly Delivered[]) =>
    delivered
      .filter(({ event }) => event.startsWith('reseller.limit.'))
      .map(({ event, data, arrivals }) => [event.slice('reseller.limit.'.length), (data.organizations as { used: number }).used, arrivals]);

  test('80 % and the wall are told once when they are crossed, each with one webhook, and again when they are crossed again', async () => {
    const api = await operator();
    const resellerId = await createReseller(api, { allowedOrganizations: 5 });
    const after = async (action: () => Promise<unknown>) => told(await deliveredBy(here.system, action));
    const made: Organization[] = [];
    const create = async () => made.push(await createOrganization(api, resellerId));
    const remove = (at: number) => api.delete(organization(resellerId, String(made[at]?.id)));

    expect(await after(() => fill(api, resellerId, 3))).toEqual([]);
    expect(await after(create)).toEqual([['approaching', 4, 1]]);
    expect(await after(create)).toEqual([['reached', 5, 1]]);
    expect(await after(() => api.post(organizationsOf(resellerId), newOrganization()))).toEqual([]);
    expect(await after(() => remove(0))).toEqual([]);
    expect(await after(() => restoring(api, resellerId, String(made[0]?.id)))).toEqual([['reached', 5, 1]]);
    const both = async () => {
      await remove(0);
      await remove(1);
      await create();
    };
    expect(await after(both)).toEqual([['approaching', 4, 1]]);
    expect(await after(() => api.patch(reseller(resellerId), { allowedOrganizations: 100 }))).toEqual([]);
    const lowered = await deliveredBy(here.system, () => api.patch(reseller(resellerId), { allowedOrganizations: 4 }));
    expect(lowered.map(({ event }) => event)).toEqual(['reseller.updated', 'reseller.limit.approaching', 'reseller.limit.reached']);
    expect(lowered[2]?.data).toEqual({ resellerId, organizations: { used: 4, allowed: 4, remaining: 0 } });
    expect(lowered[2]?.metadata).toMatchObject({ tenant: `/resellers/${resellerId}`, changed: [] });
  });

  test('of 40 creates at once below a limit of 10, 80 % and the wall are told once each', async () => {
    const api = await operator();
    const resellerId = await createReseller(api, { allowedOrganizations: 10 });
    const delivered = await deliveredBy(here.system, async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => api.post(organizationsOf(resellerId), newOrganization())));
      expect(tally(answers, 201)).toBe(10);
    });
    expect(told(delivered)).toEqual([
      ['approaching', 8, 1],
      ['reached', 10, 1],
    ]);
    expect(delivered).toHaveLength(12);
  }, 30_000);
});
