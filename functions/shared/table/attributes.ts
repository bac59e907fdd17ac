import { isSameJson } from '../contract/json.ts';
import type { AttributeChange } from './transaction.ts';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * What an update in place has to do to lead from one state of an entity to the next: every attribute that differs, whichever the schema has. The rest of
 * the item is left as it is, whatever others make of it meanwhile.
 */
export const attributeChange = (before: object, after: object): AttributeChange => {
  const [from, to] = [present(before), present(after)];
  return {
    set: Object.fromEntries(Object.entries(to).filter(([name, value]) => !Object.hasOwn(from, name) || !isSameJson(from[name], value))),
    remove: Object.keys(from).filter((name) => !Object.hasOwn(to, name)),
  };
};

const present = (state: object): Attributes => Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
