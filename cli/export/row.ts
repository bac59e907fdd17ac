import type { Entity } from './api.ts';
import { isMap, type Member, type RowSchema } from './schemas.ts';

/** A row of an export, with its members in their order. */
export type Row = Entity;

/** Returns what is exported of an entity. */
export const rowOf = (schema: RowSchema, entity: Entity): Row =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => entity[name] !== undefined)
      .map(([name, member]) => [name, memberOf(member, entity[name])]),
  );

const memberOf = (member: Member, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (member.properties) return rowOf(member.properties, value as Entity);
  return isMap(member) ? sorted(value) : value;
};

// The API keeps no order of them, and equal rows shall be equal texts.
const sorted = (map: object): object => Object.fromEntries(Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1)));
