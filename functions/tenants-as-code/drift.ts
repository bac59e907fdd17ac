import { isObject, isSameJson } from '../shared/contract/json.ts';
import type { Declaration, Fields } from './declaration.ts';
import type { Entity, TenantKind } from './kinds.ts';

/**
 * Returns the fields of an entity that a declaration decides. A field that PUT keeps when it is
 * absent is nobody's while it is not declared.
 */
export const decidedFields = (kind: TenantKind, entity: Entity, { fields }: Declaration): Fields => {
  const names = Object.entries(kind.fields.properties)
    .filter(([name, { readOnly }]) => !readOnly && !kind.notFields.includes(name))
    .map(([name]) => name)
    .filter((name) => entity[name] !== undefined && (Object.hasOwn(fields, name) || !kind.kept.includes(name)));
  return Object.fromEntries(
    names.map((name) => [name, kind.partlyDeclared.includes(name) ? pick(entity[name], fields[name]) : entity[name]]),
  );
};

/** Returns the members of one object that another has, too. */
const pick = (value: unknown, declared: unknown): unknown =>
  isObject(value) && isObject(declared)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(declared, name)))
    : value;

/**
 * Returns the names of what was changed outside since the stack was deployed. What already is as
 * it is declared now counts as no drift: it may have been changed there for this deployment, or be
 * what a failed update has left as it was.
 */
export const driftOf = (kind: TenantKind, entity: Entity, former: Declaration, desired: Declaration): readonly string[] => {
  const [then, now] = [decidedFields(kind, entity, former), decidedFields(kind, entity, desired)];
  const names = [...new Set([...Object.keys(former.fields), ...Object.keys(then)])];
  const places = [
    ...(isElsewhere(entity.externalId, former.externalId, desired.externalId) ? ['externalId'] : []),
    ...(isElsewhere(kind.parentOf(entity) ?? desired.parent, former.parent, desired.parent) ? ['parent'] : []),
  ];
  const isChanged = (name: string) => !isSame(then[name], former.fields[name]) && !isSame(now[name], desired.fields[name]);
  return [...places, ...names.filter(isChanged)];
};

/**
 * True when everything that is declared in another way than before is as it is declared now. It is
 * so in the rollback of an update that was refused for drift, which must not overwrite it either.
 */
export const isApplied = (kind: TenantKind, entity: Entity, former: Declaration, desired: Declaration): boolean => {
  const now = decidedFields(kind, entity, desired);
  const names = [...new Set([...Object.keys(former.fields), ...Object.keys(desired.fields)])];
  return (
    entity.externalId === desired.externalId &&
    (kind.parentOf(entity) ?? desired.parent) === desired.parent &&
    names.every((name) => isSame(former.fields[name], desired.fields[name]) || isSame(now[name], desired.fields[name]))
  );
};

const isElsewhere = (place: string | undefined, ...declared: readonly (string | undefined)[]): boolean => !declared.includes(place);

// An object without members is stored as none, or as one without members.
const isSame = (one: unknown, other: unknown): boolean => isSameJson(orNothing(one), orNothing(other));

const orNothing = (value: unknown): unknown => (value === undefined || (isObject(value) && Object.keys(value).length === 0) ? null : value);

/** Returns the merge patch (RFC 7396) from one object to another. */
export const patchBetween = (before: Fields, after: Fields): Fields => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const entries = names
    .filter((name) => !isSame(before[name], after[name]))
    .map((name): readonly [string, unknown] => {
      const [one, other] = [before[name], after[name]];
      return [name, isObject(one) && isObject(other) ? patchBetween(one, other) : (other ?? null)];
    });
  return Object.fromEntries(entries);
};
