import { keyBeginning } from '../../../functions/shared/table/key-encoding.ts';
import { organizationKey, organizationNames, organizations } from '../../../functions/shared/table/keys.ts';
import type { RangeRequest } from '../../../functions/shared/table/queries.ts';
import type { Table } from '../../../functions/shared/table/table.ts';
import type { Item } from '../../../functions/shared/table/transaction.ts';

export const RESELLER = 'r';

const DIGITS = 36;

/** Returns the id of the organization of a number: as long as a UUID, in the order of numbers. */
export const idOf = (number: number): string => String(number).padStart(DIGITS, '0');

const BYTES_OF_A_UNIT = 4096;
const QUERY_BYTES = 1_048_576;

// As DynamoDB counts: names and values in UTF-8, and consistent reads rounded up to 4 KB.
const bytesOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(typeof value === 'string' ? value : '12345'),
    0,
  );

const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / BYTES_OF_A_UNIT));

/**
 * A table that holds one reseller's organizations of the numbers 1 to `size`, without storing them.
 * Those that match are named `Acme …`, in the opposite order; the others `Other …`. It counts the
 * queries, and the read units by DynamoDB's rules.
 */
export const modelledTable = (size: number, isMatch: (number: number) => boolean, description = 'x'.repeat(120)) => {
  const count = { calls: 0, units: 0 };
  const spend = (units: number): void => {
    count.calls += 1;
    count.units += units;
  };
  const nameOf = (number: number): string => `${isMatch(number) ? 'Acme' : 'Other'} ${idOf(size - number)}`;
  const organization = (number: number): Item => {
    const id = idOf(number);
    const time = '2026-01-01T00:00:00.000Z';
    const fields = { name: nameOf(number), email: 'it@example.com', description, allowedUsers: 5, version: 1 };
    return {
      ...organizationKey(RESELLER, id),
      type: 'organization',
      resellerId: RESELLER,
      id,
      ...fields,
      createdAt: time,
      updatedAt: time,
    };
  };
  const entry = (number: number): Item => ({
    pk: organizationNames(RESELLER),
    sk: keyBeginning(nameOf(number).toLowerCase()),
    type: 'entry',
    ownerId: idOf(number),
  });

  /** The numbers of a range, in its order. */
  function* numbersOf({ range: { pk, prefix }, after, newestFirst = false }: RangeRequest): Generator<number> {
    const isNames = pk === organizationNames(RESELLER);
    const isBackwards = isNames ? !newestFirst : newestFirst;
    const [first, step] = isBackwards ? [size, -1] : [1, 1];
    for (let number = after === undefined ? first : Number(after) + step; number >= 1 && number <= size; number += step) {
      if (!isNames || (isMatch(number) && String(entry(number).sk).startsWith(prefix))) yield number;
    }
  }

  const range = async (request: RangeRequest) => {
    const { pk } = request.range;
    if (pk !== organizationNames(RESELLER) && pk !== organizations(RESELLER).pk) throw new Error(`${pk} is not modelled`);
    const items: Item[] = [];
    let [bytes, isCut] = [0, false];
    for (const number of numbersOf(request)) {
      isCut = items.length > request.limit || bytes >= QUERY_BYTES;
      if (isCut) break;
      const item = pk === organizationNames(RESELLER) ? entry(number) : organization(number);
      items.push(item);
      bytes += bytesOf(item);
    }
    spend(unitsOf(bytes));
    const shown = items.slice(0, request.limit);
    const isMore = isCut || items.length > request.limit;
    return { items: shown, ...(isMore && { last: String(shown.at(-1)?.id ?? shown.at(-1)?.ownerId) }) };
  };
  const getAll = async (keys: readonly { readonly sk: string }[]) => {
    const items = keys.map(({ sk }) => organization(Number(sk.slice(-DIGITS))));
    spend(items.reduce((sum, item) => sum + unitsOf(bytesOf(item)), 0));
    return items;
  };
  return { table: { range, getAll } as unknown as Table, count };
};
