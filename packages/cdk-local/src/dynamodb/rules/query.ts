import { validationError } from '../../base/aws-error.ts';
import { checkQueriedKey } from './key-values.ts';
import type { AttributeValue, Operation } from './request.ts';
import type { KeyPlan, TableKeys } from './table-keys.ts';

/** The condition of a query on one key attribute. */
interface KeyCondition {
  readonly name: string;
  readonly operator: string;
  readonly values: readonly AttributeValue[];
}

const COMPARISON = /([#\w.-]+)\s*(<=|>=|=|<|>)\s*(:\w+)/g;
const BETWEEN = /([#\w.-]+)\s+BETWEEN\s+(:\w+)\s+AND\s+(:\w+)/gi;
const BEGINS = /begins_with\s*\(\s*([#\w.-]+)\s*,\s*(:\w+)\s*\)/g;

const conditionsOf = ({ KeyConditionExpression: text = '', ...operation }: Operation): readonly KeyCondition[] => {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: given = {} } = operation;
  const condition = (name: string, operator: string, ...placeholders: readonly string[]): KeyCondition => ({
    name: names[name] ?? name,
    operator,
    values: placeholders.map((placeholder) => given[placeholder]).filter((value) => value !== undefined),
  });
  return [
    ...[...text.matchAll(COMPARISON)].map(([, name = '', operator = '', value = '']) => condition(name, operator, value)),
    ...[...text.matchAll(BETWEEN)].map(([, name = '', low = '', high = '']) => condition(name, 'between', low, high)),
    ...[...text.matchAll(BEGINS)].map(([, name = '', value = '']) => condition(name, 'begins', value)),
  ];
};

/**
 * Refuses a query for values that no key has, and one that starts outside its conditions. Source:
 * API reference, Query.
 */
export const checkQuery = (operation: Operation, keys: TableKeys | undefined): void => {
  const { IndexName, ExclusiveStartKey: start } = operation;
  const plan: KeyPlan | undefined = IndexName === undefined ? keys?.table : keys?.indexes.find(({ index }) => index === IndexName);
  if (plan === undefined || operation.KeyConditionExpression === undefined) return;
  for (const condition of conditionsOf(operation)) {
    const key = plan.attributes.find(({ name }) => name === condition.name);
    if (key === undefined) continue;
    for (const value of condition.values) checkQueriedKey(value, key);
    const from = start?.[key.name];
    if (from === undefined || matches(condition, from)) continue;
    throw validationError(
      key.isPartitionKey
        ? 'The provided starting key is outside query boundaries based on provided conditions'
        : 'The provided starting key does not match the range key predicate',
    );
  }
};

const matches = ({ operator, values: [first = {}, second = {}] }: KeyCondition, value: AttributeValue): boolean => {
  if (operator === 'begins') return bytesOf(value).subarray(0, bytesOf(first).length).equals(bytesOf(first));
  if (operator === 'between') return compare(value, first) >= 0 && compare(value, second) <= 0;
  const order = compare(value, first);
  return order === 0 ? operator.includes('=') : operator.startsWith(order < 0 ? '<' : '>');
};

/** Orders as DynamoDB does: numbers by value, the rest by bytes. */
const compare = (one: AttributeValue, other: AttributeValue): number =>
  one.N === undefined ? Buffer.compare(bytesOf(one), bytesOf(other)) : Math.sign(Number(one.N) - Number(other.N));

const bytesOf = ({ S, B }: AttributeValue): Buffer => (typeof S === 'string' ? Buffer.from(S) : Buffer.from(String(B ?? ''), 'base64'));
