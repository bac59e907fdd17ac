import { jest } from '@jest/globals';
import { type Api, startApi } from './api.ts';
import { inEveryOrder, type Operations } from './every-order.ts';
import { plantDeleted, plantOrganizations } from './many-organizations.ts';
import { cameTo, loadOperations } from './organization-operations.ts';
import { faultsOf, storedOrganizations } from './organization-state.ts';
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
 * A reseller whose organizations are named a, b and c, and that deleted one named d; and what can
 * be done to them.
 */
const plant = async () => {
  const reseller = await makeReseller(api);
  const [a, b, c] = (await plantOrganizations(api, reseller, ['a', 'b', 'c'])).map(({ id }) => id);
  const [d] = (await plantDeleted(api, reseller, ['d'])).map(({ id }) => id);
  return {
    ...{ reseller, a, b, c, d },
    rename: (id: unknown, name: string) => operations.patch(reseller, id, { name }),
    create: (name: string) => operations.create(reseller, newOrganization({ name })),
    remove: (id: unknown) => operations.remove(reseller, id),
    restore: (id: unknown) => operations.restore(reseller, id),
  };
};

type Planted = Awaited<ReturnType<typeof plant>>;

/**
 * Does all at once in every order; after each commit every name has one owner and every owner its
 * name. Answers what came of it in all orders, with the names that were left.
 */
const outcomesOf = async (
  scene: (planted: Planted) => Operations,
): Promise<{ readonly orders: number; readonly seen: ReadonlySet<string> }> => {
  const seen = new Set<string>();
  const orders = await inEveryOrder(api.table.table, async (run) => {
    const planted = await plant();
    const check = async () => expect(await faultsOf(api, planted.reseller)).toEqual([]);
    const outcomes = await run(scene(planted), check);
    await check();
    const names = (await storedOrganizations(api, planted.reseller)).map(({ name }) => name);
    seen.add(`${outcomes.map(cameTo).join(', ')}: ${names.join(' ')}`);
  });
  return { orders, seen };
};

const then =
  (...steps: Operations): Operations[number] =>
  async (table) => {
    for (const [index, step] of steps.entries()) {
      if (index === steps.length - 1) return step(table);
      await step(table);
    }
    return undefined;
  };

test.each<[string, number, (planted: Planted) => Operations, readonly string[]]>([
  ['two renames that cross each other', 6, ({ a, b, rename }) => [rename(a, 'B'), rename(b, 'A')], ['name-taken, name-taken: a b c']],
  [
    'three renames in a ring',
    90,
    ({ a, b, c, rename }) => [rename(a, 'b'), rename(b, 'c'), rename(c, 'a')],
    ['name-taken, name-taken, name-taken: a b c'],
  ],
  [
    'two renames to one new name',
    6,
    ({ a, b, rename }) => [rename(a, 'x'), rename(b, ' X')],
    ['200, name-taken: x b c', 'name-taken, 200: a  X c'],
  ],
  ['two renames of one organization', 6, ({ a, rename }) => [rename(a, 'x'), rename(a, 'y')], ['200, 200: x b c', '200, 200: y b c']],
  [
    'a rename to its own name in another case, and one of another to it',
    6,
    ({ a, b, rename }) => [rename(a, 'A'), rename(b, 'a')],
    ['200, name-taken: A b c'],
  ],
  [
    'a rename, and one of another to the name it gives up',
    6,
    ({ a, b, rename }) => [rename(a, 'x'), rename(b, 'A')],
    ['200, 200: x A c', '200, name-taken: x b c'],
  ],
  [
    'a chain of renames',
    90,
    ({ a, b, c, rename }) => [rename(a, 'x'), rename(b, 'a'), rename(c, 'b')],
    ['200, 200, 200: x a b', '200, 200, name-taken: x a c', '200, name-taken, name-taken: x b c'],
  ],
  [
    'a delete, and a rename to its name',
    6,
    ({ a, b, remove, rename }) => [remove(a), rename(b, 'a')],
    ['204, 200: a c', '204, name-taken: b c'],
  ],
  [
    'a delete, and a create of its name',
    3,
    ({ a, remove, create }) => [remove(a), create('A')],
    ['204, 201: b c A', '204, name-taken: b c'],
  ],
  [
    'a delete and a rename of one organization',
    6,
    ({ a, remove, rename }) => [remove(a), rename(a, 'x')],
    ['204, 200: b c', '204, organization-deleted: b c'],
  ],
  [
    'a restore, and a create of its name',
    3,
    ({ d, restore, create }) => [restore(d), create('D')],
    ['200, name-taken: a b c d', 'name-taken, 201: a b c D'],
  ],
  [
    'a restore, and a rename to its name and on from it',
    15,
    ({ a, d, restore, rename }) => [restore(d), then(rename(a, 'd'), rename(a, 'x'))],
    ['200, 200: x b c d', '200, name-taken: a b c d', 'name-taken, 200: x b c'],
  ],
  [
    'a delete and a restore of one, and a create of its name',
    5,
    ({ a, remove, restore, create }) => [then(remove(a), restore(a)), create('a')],
    ['200, name-taken: a b c', 'name-taken, 201: b c a'],
  ],
  [
    'a rename there and back, and one of another to its name',
    15,
    ({ a, b, rename }) => [then(rename(a, 'x'), rename(a, 'a')), rename(b, 'a')],
    ['200, name-taken: a b c', 'name-taken, 200: x a c'],
  ],
])(
  '%s, in all %i orders: no name has two owners and none has none',
  async (_, orders, scene, expected) => {
    expect(await outcomesOf(scene)).toEqual({ orders, seen: new Set(expected) });
  },
  120_000,
);

test('a swap that steps aside, and another that takes what it leaves for a moment', async () => {
  const { orders, seen } = await outcomesOf(({ a, b, c, rename }) => [
    then(rename(a, 'x'), rename(b, 'a'), rename(a, 'b')),
    rename(c, 'b'),
  ]);
  expect(orders).toBe(28);
  expect(seen).toEqual(new Set(['200, name-taken: b a c', 'name-taken, 200: x a b']));
}, 120_000);
