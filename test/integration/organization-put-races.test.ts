import { jest } from '@jest/globals';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { inEveryOrder, type Operations, type Run } from './every-order.ts';
import { answerOf, cameTo, loadOperations } from './organization-operations.ts';
import { makeOrganization } from './organization-samples.ts';
import { faultsOf, storedOrganizations } from './organization-state.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';

let api: Api;
let operations: Awaited<ReturnType<typeof loadOperations>>;

beforeAll(async () => {
  api = await startApi();
  operations = await loadOperations();
});
// Whoever decides again does so at once.
beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());
afterAll(() => api.stop());

const play = (scene: (reseller: string, run: Run) => Promise<void>, limits: Item = {}): Promise<number> =>
  inEveryOrder(api.table.table, async (run) => {
    const reseller = await makeReseller(api, limits);
    await scene(reseller, run);
    expect(await faultsOf(api, reseller)).toEqual([]);
  });

test.each([
  ['with room for many', {}],
  ['in the last place of its reseller', { allowedOrganizations: 1 }],
])(
  'two PUTs of one new external id with one body make one organization, and both find it so, %s',
  async (_, limits) => {
    const orders = await play(async (reseller, run) => {
      const body = newOrganization();
      const outcomes = await run([1, 2].map(() => operations.put(reseller, 'crm-1', body)));
      expect(outcomes.map(cameTo).toSorted()).toEqual([200, 201]);
      expect(answerOf(outcomes[0])).toEqual(answerOf(outcomes[1]));
      expect(await storedOrganizations(api, reseller)).toMatchObject([{ ...body, externalId: 'crm-1', version: 1 }]);
    }, limits);
    expect(orders).toBeGreaterThanOrEqual(6);
  },
  30_000,
);

test('two PUTs of one new external id with different bodies make one organization, which is what the later says', async () => {
  const orders = await play(async (reseller, run) => {
    const bodies = [newOrganization(), newOrganization()];
    const outcomes = await run(bodies.map((body) => operations.put(reseller, 'crm-1', body)));
    const statuses = outcomes.map(cameTo);
    expect(statuses.toSorted()).toEqual([200, 201]);
    expect(await storedOrganizations(api, reseller)).toMatchObject([{ ...bodies[statuses.indexOf(200)], externalId: 'crm-1', version: 2 }]);
  });
  expect(orders).toBeGreaterThanOrEqual(6);
}, 30_000);

test('a PUT and a POST with one new external id make one organization; the POST is refused when it is the later', async () => {
  await play(async (reseller, run) => {
    const bodies = [newOrganization(), newOrganization({ externalId: 'crm-1' })] as const;
    const outcomes = await run([operations.put(reseller, 'crm-1', bodies[0]), operations.create(reseller, bodies[1])]);
    const statuses = outcomes.map(cameTo);
    expect([
      [201, 'external-id-taken'],
      [200, 201],
    ]).toContainEqual(statuses);
    expect(await storedOrganizations(api, reseller)).toMatchObject([{ name: bodies[0].name, version: statuses[0] === 201 ? 1 : 2 }]);
  });
});

test('a PUT and a DELETE of one organization leave what the later says: none, or a new one', async () => {
  const seen = new Set<string>();
  await play(async (reseller, run) => {
    const { id } = await makeOrganization(api, reseller, { externalId: 'crm-1' });
    const body = newOrganization();
    const outcomes = await run([operations.put(reseller, 'crm-1', body), operations.remove(reseller, id)]);
    const left = await storedOrganizations(api, reseller);
    seen.add(outcomes.map(cameTo).join(' and '));
    expect(left.map((item) => ({ name: item.name, isNew: item.id !== id }))).toEqual(
      cameTo(outcomes[0] as never) === 201 ? [{ name: body.name, isNew: true }] : [],
    );
  });
  expect(seen).toEqual(new Set(['200 and 204', '201 and 204']));
}, 30_000);

test('a PUT and a PATCH that gives the external id away: the PUT has changed it before, or makes another', async () => {
  const seen = new Set<string>();
  await play(async (reseller, run) => {
    const { id } = await makeOrganization(api, reseller, { externalId: 'crm-1' });
    const body = newOrganization();
    const outcomes = await run([operations.put(reseller, 'crm-1', body), operations.patch(reseller, id, { externalId: 'crm-2' })]);
    const left = await storedOrganizations(api, reseller);
    seen.add(outcomes.map(cameTo).join(' and '));
    expect(left.find((item) => item.id === id)).toMatchObject({ externalId: 'crm-2' });
    expect(left).toHaveLength(cameTo(outcomes[0] as never) === 201 ? 2 : 1);
  });
  expect(seen).toEqual(new Set(['200 and 200', '201 and 200']));
}, 30_000);

test('a PUT and another that is made with its external id and deleted again: the PUT has replaced it, or made its own before or after', async () => {
  const seen = new Set<string>();
  await play(async (reseller, run) => {
    const body = newOrganization();
    const comeAndGo: Operations[number] = async (table) => {
      const reply = await operations.create(reseller, newOrganization({ externalId: 'crm-1' }))(table);
      return operations.remove(reseller, (JSON.parse(reply.body ?? '') as Item).id)(table);
    };
    const outcomes = await run([operations.put(reseller, 'crm-1', body), comeAndGo]);
    const left = await storedOrganizations(api, reseller);
    seen.add(`${outcomes.map(cameTo).join(' and ')}: ${left.length}`);
  });
  expect(seen).toEqual(new Set(['201 and external-id-taken: 1', '201 and 204: 1', '200 and 204: 0']));
}, 30_000);

test('three PUTs of one new external id at once, over HTTP, make one organization', async () => {
  jest.restoreAllMocks();
  const reseller = await makeReseller(api);
  const body = newOrganization({ name: fresh() });
  const path = `/v3/resellers/${reseller}/organizations/by-external-id/crm-1`;
  const answers = await Promise.all([1, 2, 3].map(() => api.put(path, body)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
  expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
  expect(await faultsOf(api, reseller)).toEqual([]);
});
