import { isObject, isSameJson } from '../contract/json.ts';

type Item = Readonly<Record<string, unknown>>;

/** Creates the placeholders of an expression for attributes and values. */
export interface Placeholders {
  readonly name: (attribute: string) => string;
  readonly value: (attribute: string, value: unknown) => string;
}

/**
 * A condition on an item, without which a write fails: as an expression for the table, and as a
 * predicate for a dry run in memory.
 */
export interface Condition {
  readonly expression: (placeholders: Placeholders) => string;
  readonly holds: (item: Item | undefined) => boolean;
  /** True of conditions joined by AND or OR, which need parentheses within another condition. */
  readonly isJoined?: true;
}

/** Requires that the item has the attribute; by default, that there is an item. */
export const exists = (attribute = 'pk'): Condition => ({
  expression: ({ name }) => `attribute_exists(${pathOf(attribute, name)})`,
  holds: (item) => valueAt(item, attribute) !== undefined,
});

/** Requires that the item lacks the attribute; by default, that there is no item. */
export const isAbsent = (attribute = 'pk'): Condition => ({
  expression: ({ name }) => `attribute_not_exists(${pathOf(attribute, name)})`,
  holds: (item) => valueAt(item, attribute) === undefined,
});

type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/**
 * Compares an attribute (`contact.id` for one within another) with a value, or with another
 * attribute of the item. As in DynamoDB, only `<>` is true for an absent attribute.
 * @example where('organizationCount', '<', { attribute: 'allowedOrganizations' })
 */
export const where = (attribute: string, comparator: Comparator, operand: unknown): Condition => {
  const other = isObject(operand) && typeof operand.attribute === 'string' ? operand.attribute : undefined;
  return {
    expression: ({ name, value }) =>
      `${pathOf(attribute, name)} ${comparator} ${other === undefined ? value(attribute, operand) : pathOf(other, name)}`,
    holds: (item) => compare[comparator](valueAt(item, attribute), other === undefined ? operand : valueAt(item, other)),
  };
};

/** Requires all of the conditions. */
export const allOf = (first: Condition, ...others: readonly Condition[]): Condition =>
  joined(' AND ', [first, ...others], (item) => [first, ...others].every(({ holds }) => holds(item)));

/** Requires at least one of the conditions. */
export const anyOf = (first: Condition, ...others: readonly Condition[]): Condition =>
  joined(' OR ', [first, ...others], (item) => [first, ...others].some(({ holds }) => holds(item)));

/** Converts a condition to the parameters of a request. */
export const conditionParameters = ({ expression }: Condition) => {
  const [names, values] = [new Map<string, string>(), new Map<string, unknown>()];
  const placeholders: Placeholders = {
    name: (attribute) => {
      names.set(`#${attribute}`, attribute);
      return `#${attribute}`;
    },
    value: (attribute, value) => {
      const base = `:${attribute.replaceAll('.', '_')}`;
      let placeholder = base;
      for (let count = 2; values.has(placeholder); count += 1) placeholder = `${base}_${count}`;
      values.set(placeholder, value);
      return placeholder;
    },
  };
  return { expression: expression(placeholders), names: Object.fromEntries(names), values: Object.fromEntries(values) };
};

const joined = (operator: string, conditions: readonly Condition[], holds: Condition['holds']): Condition => {
  const [only, ...others] = conditions;
  // DynamoDB refuses redundant parentheses.
  if (only && others.length === 0) return only;
  const expression = (placeholders: Placeholders): string =>
    conditions.map((part) => (part.isJoined ? `(${part.expression(placeholders)})` : part.expression(placeholders))).join(operator);
  return { expression, holds, isJoined: true };
};

const pathOf = (attribute: string, name: Placeholders['name']): string => attribute.split('.').map(name).join('.');

const valueAt = (item: unknown, attribute: string): unknown =>
  attribute.split('.').reduce((value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined), item);

const isEqual = (one: unknown, other: unknown): boolean => one !== undefined && isSameJson(one, other);

/** Compares two numbers or two texts; values of different types have no order. */
const inOrder =
  (test: (order: number) => boolean) =>
  (one: unknown, other: unknown): boolean => {
    if (typeof one === 'number' && typeof other === 'number') return test(one - other);
    if (typeof one === 'string' && typeof other === 'string') return test(one === other ? 0 : one < other ? -1 : 1);
    return false;
  };

const compare: Readonly<Record<Comparator, (one: unknown, other: unknown) => boolean>> = {
  '=': isEqual,
  '<>': (one, other) => !isEqual(one, other),
  '<': inOrder((order) => order < 0),
  '<=': inOrder((order) => order <= 0),
  '>': inOrder((order) => order > 0),
  '>=': inOrder((order) => order >= 0),
};

/** A condition that is always true, with or without an item. */
export const ALWAYS = anyOf(exists(), isAbsent());
