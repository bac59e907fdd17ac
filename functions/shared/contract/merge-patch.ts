import { escapePointer, isObject, isSameJson } from './json.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Applies a JSON merge patch (RFC 7396): an absent member stays, `null` removes one, objects are
 * merged.
 */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const before = isObject(target) ? target : {};
  const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(patch, name));
  const merged = Object.entries(patch)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, mergePatch(ownMember(before, name), value)]);
  return Object.fromEntries([...kept, ...merged]);
};

/** A member may have the name of what every object inherits, such as `constructor`. */
const ownMember = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

/**
 * Returns what differs between two states of an entity: JSON pointers, and the earlier values
 * (`null` where there was none).
 */
export const differences = (before: Fields, after: Fields, at = ''): readonly (readonly [pointer: string, previous: unknown])[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const pointer = `${at}/${escapePointer(name)}`;
    const [old, now] = [ownMember(before, name), ownMember(after, name)];
    if (isSameJson(old, now)) return [];
    return isObject(old) && isObject(now) ? differences(old, now, pointer) : [[pointer, old ?? null] as const];
  });
};

/**
 * Returns the changed fields of an entity for an event, except the version: their pointers, and the
 * earlier values.
 */
export const fieldsChanged = (before: Fields, after: Fields) => {
  const changes = differences(withoutStamps(before), withoutStamps(after));
  return { changed: changes.map(([pointer]) => pointer), previous: Object.fromEntries(changes) };
};

const withoutStamps = ({ version: _, updatedAt: __, ...fields }: Fields): Fields => fields;
