/** A change of attributes: sets them, adds numbers to them, or removes them. */
export interface AttributeChange {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
}

/**
 * Returns the update expression of a change, with its names and values.
 * @throws when it changes nothing: DynamoDB refuses an empty expression
 */
export const changeExpression = ({ set = {}, add = {}, remove: removed = [] }: AttributeChange) => {
  const names = Object.fromEntries([...Object.keys(set), ...Object.keys(add), ...removed].map((name) => [`#${name}`, name]));
  const values = Object.fromEntries([...Object.entries(set), ...Object.entries(add)].map(([name, value]) => [`:new_${name}`, value]));
  const clause = (keyword: string, parts: readonly string[]) => (parts.length > 0 ? [`${keyword} ${parts.join(', ')}`] : []);
  const expression = [
    ...clause(
      'SET',
      Object.keys(set).map((name) => `#${name} = :new_${name}`),
    ),
    ...clause(
      'ADD',
      Object.keys(add).map((name) => `#${name} :new_${name}`),
    ),
    ...clause(
      'REMOVE',
      removed.map((name) => `#${name}`),
    ),
  ].join(' ');
  if (expression === '') throw new Error('an update must change an attribute');
  return { expression, names, values };
};
