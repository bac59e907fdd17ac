/** Thrown for an object that names a member twice, because it would be a guess which one counts. */
export class DuplicateMember extends Error {
  readonly pointer: string;

  constructor(pointer: string) {
    super(`the member ${pointer} is given twice`);
    this.pointer = pointer;
  }
}

interface Level {
  readonly members: Set<string> | undefined;
  readonly pointer: string;
  at: string | number;
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(?=(\s*:)?)|[{}[\],]/gsu;

/**
 * A number that may be read as -0: one that begins with -0, or is too small by a negative exponent.
 * A string may look like one.
 */
const MAYBE_NEGATIVE_ZERO = /(?:^|[\s,:[])-(?:0|\d+(?:\.\d+)?e-)/i;

/**
 * Parses JSON as `JSON.parse` does, but refuses duplicate members, whose meaning is unpredictable
 * (RFC 8259). It reads -0 in any spelling as 0, because the table and every writer of JSON know
 * only one zero.
 */
export const parseJson = (text: string): unknown => {
  const parsed: unknown = JSON.parse(text);
  const value = MAYBE_NEGATIVE_ZERO.test(text) ? replaceNegativeZeros(parsed) : parsed;
  const levels: Level[] = [];
  for (const [token, colon] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push({ members: token === '{' ? new Set() : undefined, pointer: level ? `${level.pointer}/${level.at}` : '', at: 0 });
    } else if (token === '}' || token === ']') {
      levels.pop();
    } else if (token === ',') {
      if (level && !level.members) level.at = Number(level.at) + 1;
    } else if (colon && level) {
      enterMember(level, JSON.parse(token) as string);
    }
  }
  return value;
};

const enterMember = (level: Level, member: string): void => {
  level.at = escapePointer(member);
  if (level.members?.has(member)) throw new DuplicateMember(`${level.pointer}/${level.at}`);
  level.members?.add(member);
};

/** Reads a number from its text, never as -0. */
export const readNumber = (text: string): number => withoutNegativeZero(Number(text));

const withoutNegativeZero = (value: number): number => (value === 0 ? 0 : value);

// In place and without recursion, because a body may be nested a hundred thousand levels deep.
const replaceNegativeZeros = (value: unknown): unknown => {
  const holders: Record<string, unknown>[] = [{ value }];
  for (const holder of holders) {
    for (const [name, member] of Object.entries(holder)) {
      if (typeof member === 'number') holder[name] = withoutNegativeZero(member);
      else if (typeof member === 'object' && member !== null) holders.push(member as Record<string, unknown>);
    }
  }
  return holders[0]?.value;
};

/**
 * True for values that are the same JSON: neither the order of members nor the sign of zero counts.
 */
export const isSameJson = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => isSameJson(item, other[at]));
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isSameJson(one[name], other[name]))
  );
};

/** Escapes a member name for a JSON pointer (RFC 6901, section 3). */
export const escapePointer = (member: string): string => member.replaceAll('~', '~0').replaceAll('/', '~1');

/** True for a JSON object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
