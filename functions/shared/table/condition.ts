import { isObject, isSameJson } from '../contract/json.ts';

type Item = Readonly<Record<string, unknown>>;

/** Gives the placeholders that an expression has for attributes and values. */
export interface Placeholders {
  readonly name: (attribute: string) => string;
  readonly value: (attribute: string, value: unknown) => string;
}

/**
 * What must hold of an item for a write to happen: as an expression for the table, and as a
 * predicate for a dry run in memory.
 */
export interface Condition {
  readonly expression: (placeholders: Placeholders) => string;
  readonly holds: (item: Item | undefined) => boolean;
  /** True of what is joined by AND or OR, which needs parentheses within another. */
  readonly isJoined?: true;
}

/** Holds of an item that has the attribute; without one, of any item. */
export const exists = (attribute = 'pk'): Condition => ({
  expression: ({ name }) => `attribute_exists(${pathOf(attribute, name)})`,
  holds: (item) => valueAt(item, attribute) !== undefined,
});

/** Holds of an item that does not have the attribute; without one, where there is no item. */
export const isAbsent = (attribute = 'pk'): Condition => ({
  expression: ({ name }) => `attribute_not_exists(${pathOf(attribute, name)})`,
  holds: (item) => valueAt(item, attribute) === undefined,
});

type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/**
 * Compares an attribute (`contact.id` for one within another) with a value, or with another
 * attribute of the item. As in DynamoDB, only `<>` holds of an attribute that is absent.
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

/** Holds where all of the conditions do. */
export const allOf = (first: Condition, ...others: readonly Condition[]): Condition =>
  joined(' AND ', [first, ...others], (item) => [first, ...others].every(({ holds }) => holds(item)));

/** Holds where one of the conditions does. */
export const anyOf = (first: Condition, ...others: readonly Condition[]): Condition =>
  joined(' OR ', [first, ...others], (item) => [first, ...others].some(({ holds }) => holds(item)));

/** Writes a condition as the parameters of a request. */
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

const joined = (joint: string, conditions: readonly Condition[], holds: Condition['holds']): Condition => {
  const [only, ...others] = conditions;
  // DynamoDB refuses redundant parentheses.
  if (only && others.length === 0) return only;
  const expression = (placeholders: Placeholders): string =>
    conditions.map((part) => (part.isJoined ? `(${part.expression(placeholders)})` : part.expression(placeholders))).join(joint);
  return { expression, holds, isJoined: true };
};

const pathOf = (attribute: string, name: Placeholders['name']): string => attribute.split('.').map(name).join('.');

const valueAt = (item: unknown, attribute: string): unknown =>
  attribute.split('.').reduce((value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined), item);

const isEqual = (one: unknown, other: unknown): boolean => one !== undefined && isSameJson(one, other);

/** Values of two types are in no order. */
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

/** A condition that every item meets, also a missing one. */
export const ALWAYS = anyOf(exists(), isAbsent());
