import { ACTIVE_PARTNER, ACTIVE_TENANT, IDEMPOTENT, SIGN_IN, type TableRights } from '../../functions/shared/table/rights.ts';
import { code } from '../documents/markdown.ts';
import type { Right } from './policies.ts';

/**
 * An action in a partition, such as `GetItem PARTNER#*`; the words before the last say the action.
 */
type Pair = string;

/** Rights that several functions have together, by the names that the page has for them. */
const SHARED: Readonly<Record<string, TableRights>> = {
  'HTTP Basic': SIGN_IN,
  'active tenant': ACTIVE_TENANT,
  'active partner': ACTIVE_PARTNER,
  idempotency: IDEMPOTENT,
};

const pairsOf = (rights: TableRights): readonly Pair[] =>
  Object.entries(rights).flatMap(([action, partitions]) => partitions.map((partition) => `${action} ${partition}`));

/** Says, set by set, what the shared sets allow. */
export const sharedSets = (): readonly (readonly [name: string, lines: readonly string[]])[] =>
  Object.entries(SHARED).map(([name, rights]) => [name, linesOf(pairsOf(rights))]);

/**
 * Says what a function may do in partitions: the shared sets that it has in full, and the rest line
 * by line.
 */
export const inPartitions = (rights: readonly Right[]): { readonly sets: readonly string[]; readonly lines: readonly string[] } => {
  const all = rights.flatMap(({ actions, partitions, resources }) =>
    actions.flatMap((action) => partitions.map((partition) => `${nameOf(action, resources)} ${partition}`)),
  );
  const sets: string[] = [];
  let own: readonly Pair[] = all;
  for (const [name, shared] of Object.entries(SHARED)) {
    const pairs = pairsOf(shared);
    const left = own.filter((pair) => !pairs.includes(pair));
    if (left.length === own.length || !pairs.every((pair) => all.includes(pair))) continue;
    sets.push(name);
    own = left;
  }
  return { sets, lines: linesOf(own) };
};

const nameOf = (action: string, resources: readonly string[]): string => {
  const index = /^index (\w+) of /.exec(resources.join())?.[1];
  return action.replace('dynamodb:', '') + (index === undefined ? '' : ` of ${index}`);
};

/** Puts partitions with the same actions on one line. */
const linesOf = (pairs: readonly Pair[]): readonly string[] => {
  const partitionOf = (pair: Pair) => pair.replace(/^\w+(?: of gsi\d)? /, '');
  const byPartition = Map.groupBy(pairs.toSorted(), partitionOf);
  const actionsIn = (partition: string) =>
    (byPartition.get(partition) ?? []).map((pair) => pair.slice(0, -partition.length - 1)).join(', ');
  const alike = Map.groupBy(byPartition.keys(), actionsIn);
  const lines: readonly string[] = [...alike].map(([actions, partitions]) => `${partitions.map(code).join(', ')}: ${actions}`);
  return lines.toSorted();
};
