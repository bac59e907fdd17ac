import { isSameJson } from '../contract/json.ts';
import type { AttributeChange } from './change-expression.ts';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Returns the update in place that leads from one state of an entity to the next: every attribute
 * that differs, whichever the schema has. The rest of the item is not touched, whatever others
 * write meanwhile.
 */
export const attributeChange = (before: object, after: object): AttributeChange => {
  const [from, to] = [presentAttributes(before), presentAttributes(after)];
  return {
    set: Object.fromEntries(Object.entries(to).filter(([name, value]) => !Object.hasOwn(from, name) || !isSameJson(from[name], value))),
    remove: Object.keys(from).filter((name) => !Object.hasOwn(to, name)),
  };
};

const presentAttributes = (state: object): Attributes =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
