import { findPrincipal, isApiCredential } from '../../../../functions/shared/auth/credential.ts';
import type { Key } from '../../../../functions/shared/table/keys.ts';
import type { Item } from '../../../../functions/shared/table/transaction.ts';
import { stubTable } from '../../table-stub.ts';

const credential = { userName: 'Ada', partnerId: 3, userRole: 'Partner User', isActive: true, passwordHash: 'hash' };
const partner = (id: number, ancestors: readonly number[] = [], isActive = true) => ({ [`PARTNER#${id}`]: { id, ancestors, isActive } });

/** A table of these items, by partition key; counts its round trips. */
const scene = (items: Readonly<Record<string, Item | undefined>>) => {
  let reads = 0;
  const table = stubTable({
    get: async ({ pk }: Key) => {
      reads += 1;
      return items[pk];
    },
    getAll: async (keys: readonly Key[]) => {
      reads += 1;
      return keys.map(({ pk }) => items[pk]).filter((item) => item !== undefined);
    },
    tryCommit: async () => undefined,
  });
  return { principal: findPrincipal(table), reads: () => reads };
};

const stored = { 'CREDENTIAL#ada': credential, ...partner(1), ...partner(2, [1]), ...partner(3, [1, 2]) };

test('a user is found in one read, and is a caller under its stored name', async () => {
  const { principal, reads } = scene(stored);
  const found = await principal(' ADA ');
  expect({ hash: found?.passwordHash, reads: reads() }).toEqual({ hash: 'hash', reads: 1 });
  expect(await found?.caller()).toMatchObject({ actor: 'user:Ada', partnerId: 3, role: 'Partner User' });
  expect(reads()).toBe(3);
});

test.each([
  ['it is inactive', { 'CREDENTIAL#ada': { ...credential, isActive: false } }],
  ['its partner is inactive', partner(3, [1, 2], false)],
  ['a partner above is inactive', partner(1, [], false)],
  ['its partner is gone', { 'PARTNER#3': undefined }],
  ['a partner above is gone', { 'PARTNER#2': undefined }],
])('a user may not sign in when %s', async (_, changed) => {
  const found = await scene({ ...stored, ...changed }).principal('ada');
  expect(found?.passwordHash).toBe('hash');
  expect(await found?.caller()).toBeUndefined();
});

test('an unknown user is none', async () => {
  expect(await scene(stored).principal('bob')).toBeUndefined();
});

test('an API credential says so, and its use is recorded; a contact has no use', async () => {
  const used: unknown[] = [];
  const find = (id?: string) => {
    const item = { ...credential, ...(id !== undefined && { id }) };
    const items: Readonly<Record<string, Item>> = { ...partner(3), 'CREDENTIAL#ada': item };
    const table = stubTable({ get: async ({ pk }: Key) => items[pk], getAll: async () => [] });
    expect(isApiCredential(item as never)).toBe(id !== undefined);
    return findPrincipal(table, { recordUse: async ({ id: of }) => void used.push(of) })('ada');
  };
  const [contact, key] = [await find(), await find('k1')];
  expect([contact?.isApiCredential, key?.isApiCredential]).toEqual([false, true]);
  await contact?.caller();
  expect(used).toEqual([]);
  await key?.caller();
  expect(used).toEqual(['k1']);
});

test('an item under the key of a name that is of another name is not its user', async () => {
  const other = { ...credential, userName: 'Grace' };
  expect(await scene({ ...stored, 'CREDENTIAL#ada': other }).principal('ada')).toBeUndefined();
});
