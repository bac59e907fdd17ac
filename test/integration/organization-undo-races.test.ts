import { jest } from '@jest/globals';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { inEveryOrder, type Operations } from './every-order.ts';
import { plantDeleted, plantOrganizations } from './many-organizations.ts';
import { cameTo, loadOperations } from './organization-operations.ts';
import { faultsOf } from './organization-state.ts';
import { makeReseller, newOrganization } from './samples.ts';

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

/**
 * A reseller with an organization that is there and one that was deleted, and what can be done to
 * them.
 */
const plant = async (limits: Item) => {
  const reseller = await makeReseller(api, limits);
  const [there] = await plantOrganizations(api, reseller, ['there']);
  const [gone] = await plantDeleted(api, reseller, ['gone']);
  return {
    ...{ reseller, there: there?.id, gone: gone?.id },
    get: (id: unknown) => operations.get(reseller, id),
    create: () => operations.create(reseller, newOrganization()),
    patch: (id: unknown) => operations.patch(reseller, id, { description: 'changed' }),
    remove: (id: unknown) => operations.remove(reseller, id),
    restore: (id: unknown) => operations.restore(reseller, id),
  };
};

type Planted = Awaited<ReturnType<typeof plant>>;

test.each<[string, Item, (planted: Planted) => Operations, readonly string[]]>([
  ['a read and a delete', {}, ({ there, get, remove }) => [get(there), remove(there)], ['200, 204', 'organization-deleted, 204']],
  ['a read and a restore', {}, ({ gone, get, restore }) => [get(gone), restore(gone)], ['200, 200', 'organization-deleted, 200']],
  ['a change and a restore', {}, ({ gone, patch, restore }) => [patch(gone), restore(gone)], ['200, 200', 'organization-deleted, 200']],
  ['two deletes', {}, ({ there, remove }) => [remove(there), remove(there)], ['204, organization-deleted', 'organization-deleted, 204']],
  [
    'two restores',
    {},
    ({ gone, restore }) => [restore(gone), restore(gone)],
    ['200, organization-not-deleted', 'organization-not-deleted, 200'],
  ],
  [
    'a delete and a restore',
    {},
    ({ there, remove, restore }) => [remove(there), restore(there)],
    ['204, 200', '204, organization-not-deleted'],
  ],
  [
    'two restores of one into the last place',
    { allowedOrganizations: 2 },
    ({ gone, restore }) => [restore(gone), restore(gone)],
    ['200, organization-not-deleted', 'organization-not-deleted, 200'],
  ],
  [
    'a restore and a create into the last place',
    { allowedOrganizations: 2 },
    ({ gone, restore, create }) => [restore(gone), create()],
    ['200, limit-reached', 'limit-reached, 201'],
  ],
  [
    'a restore into the place that a delete gives back',
    { allowedOrganizations: 1 },
    ({ there, gone, restore, remove }) => [restore(gone), remove(there)],
    ['200, 204', 'limit-reached, 204'],
  ],
])(
  '%s, in every order: all is found and counted, and what is there is never said not to be',
  async (_, limits, scene, expected) => {
    const seen = new Set<string>();
    await inEveryOrder(api.table.table, async (run) => {
      const planted = await plant(limits);
      const outcomes = await run(scene(planted), async () => expect(await faultsOf(api, planted.reseller)).toEqual([]));
      seen.add(outcomes.map(cameTo).join(', '));
    });
    expect(seen).toEqual(new Set(expected));
  },
  60_000,
);
