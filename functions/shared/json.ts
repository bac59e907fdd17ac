/** Thrown for an object that names a member twice: which one counts would be a guess. */
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

/** Parses JSON as `JSON.parse` does, but refuses duplicate members (RFC 8259 calls their meaning unpredictable). */
export const parseJson = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
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
      enter(level, JSON.parse(token) as string);
    }
  }
  return value;
};

const enter = (level: Level, member: string): void => {
  level.at = escapePointer(member);
  if (level.members?.has(member)) throw new DuplicateMember(`${level.pointer}/${level.at}`);
  level.members?.add(member);
};

/** Escapes a member name for a JSON pointer (RFC 6901, section 3). */
export const escapePointer = (member: string): string => member.replaceAll('~', '~0').replaceAll('/', '~1');

/** True for what JSON calls an object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
