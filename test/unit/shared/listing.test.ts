import type { DirectoryPageRequest, Owners } from '../../../functions/shared/table/directory.ts';
import { entryKey } from '../../../functions/shared/table/keys.ts';
import { type Filters, findPage, type Listing, matches, readOwners } from '../../../functions/shared/table/listing.ts';
import type { RangeRequest } from '../../../functions/shared/table/queries.ts';
import type { Item } from '../../../functions/shared/table/transaction.ts';

const pageRequest: DirectoryPageRequest = { limit: 2, after: undefined, newestFirst: false };
const keyOf = (id: string) => ({ pk: 'ENTITY', sk: id });

const ENTITIES: readonly Item[] = [
  { id: '1', name: 'Acme', email: 'it@example.com', externalId: 'x' },
  { id: '2', name: 'acme north', email: 'ops@example.com' },
  { id: '3', name: 'Zoë', email: 'IT@example.com' },
];

/** Reads entities and directories, and notes what was read. */
const scene = ({ crowded = false, owners = undefined as Owners | undefined } = {}) => {
  const reads: string[] = [];
  const entriesOf = (directory: string, member: string) =>
    ENTITIES.map((entity) => ({ ...entryKey(directory, String(entity[member]), String(entity.id)), ownerId: entity.id }));
  const entries = [...entriesOf('NAMES', 'name'), ...entriesOf('EMAILS', 'email')];
  const table = {
    range: async ({ range: { pk, prefix } }: RangeRequest) => {
      reads.push(pk);
      const items = entries.filter((item) => item.pk === pk && item.sk.startsWith(prefix));
      return { items, ...(crowded && { last: 'more' }) };
    },
    getAll: async (keys: readonly { readonly sk: string }[]) => {
      reads.push(`entities ${keys.map(({ sk }) => sk).join(' ')}`);
      // In no order.
      return ENTITIES.filter(({ id }) => keys.some(({ sk }) => sk === id)).toReversed();
    },
  };
  const listing: Listing = {
    keyOf,
    all: async ({ limit }) => {
      reads.push(`all ${limit}`);
      return { items: ENTITIES };
    },
    unitsEach: 0.1,
    lookUp: () => owners && Promise.resolve(owners),
    names: 'NAMES',
    emails: 'EMAILS',
  };
  const ids = async (filters: Filters) => (await findPage(table, listing, filters, pageRequest)).items.map(({ id }) => id);
  return { table, ids, reads };
};

test('without filters a list is read as it is, no further than asked', async () => {
  const { ids, reads } = scene();
  expect(await ids({})).toEqual(['1', '2', '3']);
  expect(reads).toEqual(['all 2']);
});

test.each<[string, Filters, Owners | undefined, readonly string[], readonly string[]]>([
  ['what looks one up', { name: 'acme', email: 'it@example.com', search: 'a' }, { ids: ['1'] }, ['1'], ['entities 1']],
  ['an email', { email: 'it@EXAMPLE.com', search: '' }, undefined, ['1', '3'], ['EMAILS', 'entities 1 3']],
  ['a text', { search: ' ACME' }, undefined, ['1', '2'], ['NAMES', 'entities 1 2']],
])('%s is the most telling of the filters that are there', async (_, filters, owners, found, read) => {
  const { ids, reads } = scene({ owners });
  expect(await ids(filters)).toEqual(found);
  expect(reads).toEqual(read);
});

test('what is found by one filter is held against all the others', async () => {
  expect(await scene({ owners: { ids: ['1', '2'] } }).ids({ name: 'acme', email: 'it@example.com' })).toEqual(['1']);
  expect(await scene({ owners: { ids: ['1'] } }).ids({ name: 'acme', externalId: 'y' })).toEqual([]);
  expect(await scene().ids({ email: 'it@example.com', search: 'z' })).toEqual(['3']);
});

test('with a text with which too many names begin, a little more than a page of the list is held against it', async () => {
  const { ids, reads } = scene({ crowded: true });
  expect(await ids({ search: 'acme' })).toEqual(['1', '2']);
  expect(reads).toEqual(['NAMES', 'all 12']);
});

test('owners are read in their order; one that is no more there is left out, and the next page stays', async () => {
  expect(await readOwners(scene().table, keyOf, { ids: ['3', 'gone', '1'], last: '1' })).toEqual({
    items: [ENTITIES[2], ENTITIES[0]],
    last: '1',
  });
});

test('a page of large ones ends at about a megabyte, and goes on behind the last it holds', async () => {
  const large = (id: string) => ({ id, name: 'x'.repeat(400_000) });
  const table = { getAll: async () => ['1', '2', '3', '4'].map(large) };
  const { items, last } = await readOwners(table, keyOf, { ids: ['1', '2', '3', '4'] });
  expect([items.map(({ id }) => id), last]).toEqual([['1', '2'], '2']);
});

test.each<[Filters, boolean]>([
  [{}, true],
  [{ name: ' ACME\u00a0ltd' }, true],
  [{ name: 'acme' }, false],
  [{ email: 'It@Example.com' }, true],
  [{ email: 'it@example.co' }, false],
  [{ search: 'acme l' }, true],
  [{ search: 'acmel' }, false],
  [{ externalId: 'X-1' }, true],
  [{ externalId: 'x-1' }, false],
  [{ name: 'acme ltd', email: 'it@example.com', search: 'a', externalId: 'X-1' }, true],
  [{ name: 'acme ltd', email: 'it@example.com', search: 'b', externalId: 'X-1' }, false],
])('an item meets %p: %p', (filters, met) => {
  expect(matches({ name: 'Acme  Ltd', email: 'it@example.com', externalId: 'X-1' }, filters)).toBe(met);
});

test('an item without an external id meets none', () => {
  expect(matches({ name: 'Acme' }, { externalId: 'undefined' })).toBe(false);
});
