import type { Conditions } from './condition.ts';
import { wildcard } from './wildcard.ts';

/** The condition key that holds the partition keys of a request to DynamoDB. */
export const LEADING_KEYS = 'dynamodb:leadingkeys';

const OPERATOR = 'ForAllValues:StringLike';

/** A partition, or many with wildcards, as the policy writes it. */
interface Partition {
  readonly text: string;
  readonly matches: (key: string) => boolean;
}

/**
 * Splits the partitions from a statement's conditions, one by one; conditions on them in another
 * form stay as they are.
 */
export const partitionsOf = (conditions: Conditions = {}): { readonly partitions?: readonly Partition[]; readonly others: Conditions } => {
  const { [OPERATOR]: like = {}, ...rest } = conditions;
  const name = Object.keys(like).find((key) => key.toLowerCase() === LEADING_KEYS);
  if (name === undefined) return { others: conditions };
  const { [name]: values, ...keys } = like;
  const partitions = [values].flat().map((value) => ({ text: String(value), matches: wildcard(String(value)) }));
  return { partitions, others: { ...rest, [OPERATOR]: keys } };
};
