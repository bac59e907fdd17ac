/**
 * JSON as it is written: unlike a value, it can have a member twice, a member `__proto__`, and
 * numbers that no double holds.
 */
export type Json =
  | { readonly members: readonly Member[] }
  | { readonly items: readonly Json[] }
  /** A text, number, boolean or null, as it is written. */
  | { readonly token: string };

export type Member = readonly [name: string, value: Json];

/** Returns a value as it would be written; members that are undefined are left out. */
export const jsonOf = (value: unknown): Json => {
  if (Array.isArray(value)) return { items: value.map(jsonOf) };
  if (typeof value !== 'object' || value === null) return { token: JSON.stringify(value) };
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return { members: members.map(([name, member]) => [name, jsonOf(member)]) };
};

/** Writes it. */
export const written = (json: Json): string => {
  if ('token' in json) return json.token;
  if ('items' in json) return `[${json.items.map(written).join(',')}]`;
  return `{${json.members.map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`).join(',')}}`;
};

/** The way from the whole to a part: positions of members and items. */
export type Way = readonly number[];

const partsOf = (json: Json): readonly Json[] => {
  if ('items' in json) return json.items;
  return 'members' in json ? json.members.map(([, value]) => value) : [];
};

/** Returns the ways to all parts, the whole first. */
export const waysOf = (json: Json): readonly Way[] => [[], ...partsOf(json).flatMap((part, at) => waysOf(part).map((way) => [at, ...way]))];

/** Returns the part at the end of a way. @throws {RangeError} when there is none */
export const partAt = (json: Json, [first, ...rest]: Way): Json => {
  if (first === undefined) return json;
  const part = partsOf(json)[first];
  if (!part) throw new RangeError('The way leads nowhere');
  return partAt(part, rest);
};

/** Returns it with another part at the end of a way. @throws {RangeError} when there is none */
export const replacedAt = (json: Json, [first, ...rest]: Way, change: (part: Json) => Json): Json => {
  if (first === undefined) return change(json);
  const part = partsOf(json)[first];
  if (!part) throw new RangeError('The way leads nowhere');
  const next = replacedAt(part, rest, change);
  if ('items' in json) return { items: json.items.with(first, next) };
  if (!('members' in json)) return json;
  return { members: json.members.map((member, at): Member => (at === first ? [member[0], next] : member)) };
};
