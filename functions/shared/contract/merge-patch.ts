import { escapePointer, isObject, isSameJson } from './json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** JSON merge patch (RFC 7396): absent is unchanged, `null` removes, objects are merged. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const before = isObject(target) ? target : {};
  const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(patch, name));
  const merged = Object.entries(patch)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, mergePatch(own(before, name), value)]);
  return Object.fromEntries([...kept, ...merged]);
};

/** A member may be named like what every object inherits, such as `constructor`. */
const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

/** What differs between two states of an entity: JSON pointers, and the values they had (`null` where there was none). */
export const differences = (before: Fields, after: Fields, at = ''): readonly (readonly [pointer: string, previous: unknown])[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const pointer = `${at}/${escapePointer(name)}`;
    const [old, now] = [own(before, name), own(after, name)];
    if (isSameJson(old, now)) return [];
    return isObject(old) && isObject(now) ? differences(old, now, pointer) : [[pointer, old ?? null] as const];
  });
};

/** What an event says of the fields that a change of an entity has changed, beside its version: their pointers, and the values they had. */
export const fieldsChanged = (before: Fields, after: Fields) => {
  const changes = differences(withoutStamps(before), withoutStamps(after));
  return { changed: changes.map(([pointer]) => pointer), previous: Object.fromEntries(changes) };
};

const withoutStamps = ({ version: _, updatedAt: __, ...fields }: Fields): Fields => fields;
