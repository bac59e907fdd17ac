/**
 * A number that no double holds exactly, by its text: the engine tells two such numbers apart by
 * their digits and compares them with nothing.
 */
export class LongNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object as it was written: its members in their order, repeated ones too. */
export class JsonObject {
  readonly members: readonly (readonly [name: string, value: Json])[];

  constructor(members: JsonObject['members']) {
    this.members = members;
  }

  /** The values of every member of this name. */
  all(name: string): readonly Json[] {
    return this.members.filter(([own]) => own === name).map(([, value]) => value);
  }
}

/** JSON without the losses of `JSON.parse`. */
export type Json = null | boolean | string | number | LongNumber | JsonObject | readonly Json[];

/**
 * The levels of nesting that the engine's JSON reader takes. Source: Jackson,
 * `StreamReadConstraints.DEFAULT_MAX_DEPTH`.
 */
export const DEEPEST = 1000;

const LONGEST_NUMBER = 1000;

const TOKEN =
  /[ \t\n\r]*([{}[\],:]|"[ !#-[\]-\uffff]*(?:\\.[ !#-[\]-\uffff]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

const WORDS = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads the JSON value that a text begins with; what follows it is not looked at, as the engine's
 * reader does not. Throws a `SyntaxError` where the text is not JSON, or nested deeper than
 * `DEEPEST`.
 */
export const readJson = (text: string): Json => {
  let position = 0;

  const next = (): string => {
    TOKEN.lastIndex = position;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new SyntaxError(`not JSON at character ${position + 1}`);
    position = TOKEN.lastIndex;
    return token;
  };

  const expect = (token: string, ...accepted: readonly string[]): string => {
    if (accepted.includes(token)) return token;
    throw new SyntaxError(`${token} at character ${position - token.length + 1}, where ${accepted.join(' or ')} is expected`);
  };

  const object = (depth: number): JsonObject => {
    const members: [string, Json][] = [];
    for (let token = next(); token !== '}' || members.length > 0; token = next()) {
      if (!token.startsWith('"')) expect(token, 'a name');
      expect(next(), ':');
      members.push([unquoted(token), value(next(), depth)]);
      if (expect(next(), ',', '}') === '}') break;
    }
    return new JsonObject(members);
  };

  const array = (depth: number): readonly Json[] => {
    const elements: Json[] = [];
    for (let token = next(); token !== ']' || elements.length > 0; token = next()) {
      elements.push(value(token, depth));
      if (expect(next(), ',', ']') === ']') break;
    }
    return elements;
  };

  const value = (token: string, depth: number): Json => {
    if (depth > DEEPEST) throw new SyntaxError(`nested deeper than ${DEEPEST} levels`);
    if (token === '{') return object(depth + 1);
    if (token === '[') return array(depth + 1);
    if (token.startsWith('"')) return unquoted(token);
    const word = WORDS.get(token);
    if (word !== undefined) return word;
    return /\d$/.test(token) ? numberOf(token) : expect(token, 'a value');
  };

  return value(next(), 0);
};

const unquoted = (token: string): string => (token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1));

const numberOf = (text: string): number | LongNumber => {
  const held = Number(text);
  const isExact = String(held) === text || (text.length <= LONGEST_NUMBER && Number.isFinite(held) && sameDigits(text, String(held)));
  return isExact ? held : new LongNumber(text);
};

const sameDigits = (one: string, other: string): boolean => {
  const [left, right] = [decimal(one), decimal(other)];
  return left.digits === right.digits && (left.digits === '' || (left.exponent === right.exponent && left.isNegative === right.isNegative));
};

/** The digits without the zeros around them, and the power of ten of the last of them. */
const decimal = (text: string) => {
  const [mantissa = '', power = '0'] = text.toLowerCase().replace(/^-/, '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return {
    digits: significant,
    exponent: Number(power) - fraction.length + digits.length - significant.length,
    isNegative: text.startsWith('-'),
  };
};
