import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { scanner } from '../../testing/scan.ts';
import type { Call } from '../shared/caller.ts';
import { organizationFields, resellerFields, standingItems } from './standing-items.ts';

/** The comparison of items that are written directly with those that the API writes. */
export interface Form {
  readonly compared: number;
  /** The items that differ, or that only one of the two has. */
  readonly different: readonly Item[];
}

interface Entity {
  readonly id: string;
  readonly createdAt: string;
}

const ORGANIZATIONS = 3;

/**
 * Makes a reseller with organizations over the API, and compares its items with those that stand
 * for it; events and stored answers do not stand.
 */
export const compareForm = async (call: Call, tableUrl: string, tableName: string): Promise<Form> => {
  const scan = scanner(tableUrl, tableName);
  const earlier = new Set((await scan()).map(keyOf));
  const create = async (path: string, body: object): Promise<{ readonly id: string; readonly at: string }> => {
    const answer = await call('POST', path, body);
    if (answer.status !== 201) throw new Error(`POST ${path} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    const { id, createdAt } = answer.body as Entity;
    return { id, at: createdAt };
  };
  const reseller = await create('/v3/resellers', resellerFields(0));
  const organizations: (typeof reseller)[] = [];
  for (let number = 0; number < ORGANIZATIONS; number += 1)
    organizations.push(await create(`/v3/resellers/${reseller.id}/organizations`, organizationFields(number)));

  const ours = await standingItems({ number: 0, ...reseller }, organizations);
  const theirs = (await scan()).filter((item) => !earlier.has(keyOf(item)) && item.type !== 'event' && item.type !== 'idempotency');
  return { compared: ours.length, different: [...without(ours, theirs), ...without(theirs, ours)] };
};

const keyOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;

/** Returns the items that are not among the others, or are others there. */
const without = (items: readonly Item[], others: readonly Item[]): readonly Item[] => {
  const byKey = new Map(others.map((item) => [keyOf(item), item]));
  return items.filter((item) => !isDeepStrictEqual({ ...item }, { ...byKey.get(keyOf(item)) }));
};
