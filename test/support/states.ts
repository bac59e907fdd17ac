import { isObject } from '../../functions/shared/contract/json.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { isRecord, type Schema, sampleValue } from './sample-value.ts';

/** What of a state an answer shows, by its schema. */
export const shown = (schema: Schema, state: Item): Item => {
  const { properties = {} } = schema;
  const members = Object.entries(state).filter(([name]) => Object.hasOwn(properties, name));
  return Object.fromEntries(members.map(([name, member]) => [name, shownMember(properties[name] ?? {}, member)]));
};

const shownMember = (schema: Schema, value: unknown): unknown => (isRecord(schema) && isObject(value) ? shown(schema, value) : value);

/** The patches that change one property, whole or in part, and what a state is after each. */
export const patchesOf = ([name, schema]: readonly [string, Schema], fixed: Item): readonly Item[] => {
  if (name in fixed) return [{ [name]: fixed[name] }];
  const whole = sampleValue(schema, 2);
  if (!isRecord(schema)) return [{ [name]: whole }];
  // Whether a contact is another one is told by its id.
  const parts = Object.entries(schema.properties).filter(([part]) => part !== 'id');
  return parts.map(([part, property]) => ({ [name]: { [part]: sampleValue(property, 2) } }));
};

/** The state after a patch of one property. */
export const merged = (state: Item, patch: Item): Item => {
  const [[name = '', value] = []] = Object.entries(patch);
  const isPart = typeof value === 'object' && !Array.isArray(value) && typeof state[name] === 'object' && name !== 'parent';
  return { ...state, [name]: isPart ? { ...(state[name] as Item), ...(value as Item) } : value };
};
