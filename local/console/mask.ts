/** The text that stands for a secret. */
export const MASK = '•••';

const SECRET_HEADER = /authorization|cookie|token|secret|api-?key|password/i;

/** Members of bodies and of items, in any spelling, whose values nobody but their owner may see. */
const ENDS_LIKE_SECRET = '(?:password|secret|token)(?:hash)?';
const IS_SECRET = 'authorization|private|api_?key|credentials?|salt|verificationPhrase|d';
const SECRET_MEMBER = new RegExp(`^(?:.*${ENDS_LIKE_SECRET}|${IS_SECRET})$`, 'i');
// In a text that is no JSON: a broken or a cut body, or a form. Quotes may be escaped.
const SECRET_NAME = `(?<![\\w.-])(?:[\\w.-]*${ENDS_LIKE_SECRET}|${IS_SECRET})`;
const SECRET_VALUE = ['"(?:[^"\\\\]|\\\\[^])*"?', "'(?:[^'\\\\]|\\\\[^])*'?", '\\\\+["\'][^"\']*', '[^\\s"\',;&}\\]]+'].join('|');
const SECRET_PAIR = new RegExp(`(${SECRET_NAME}\\\\*["']?\\s*[:=]\\s*)(?:${SECRET_VALUE})`, 'gi');
// Named like a secret, and none.
const HARMLESS = /^(?:idempotency-?key|tokentype|token_type|secretarn)$/i;

/** The most characters of a text that a step has. */
const LONGEST_TEXT = 16_384;

/** Masks the values of headers that sign somebody in; of `Authorization`, the scheme is left. */
export const maskHeaders = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const text = String(value);
      if (!SECRET_HEADER.test(name) || HARMLESS.test(name)) return [name, text];
      const scheme = /^(?<scheme>Basic|Bearer) /i.exec(text)?.groups?.scheme;
      return [name, scheme === undefined ? MASK : `${scheme} ${MASK}`];
    }),
  );

/** Masks the values of secrets in a query string; `contact.password` is a password. */
export const maskQuery = (query: string): string => {
  const masked = [...new URLSearchParams(query)].map(([name, value]) => [name, isSecret(name.split('.').at(-1) ?? '') ? MASK : value]);
  return masked.map((pair) => pair.join('=')).join('&');
};

/** Returns whether the value of a member of this name is a secret. */
const isSecret = (name: string): boolean => SECRET_MEMBER.test(name) && !HARMLESS.test(name);

/** Deeper than anybody reads; a body may be nested until the stack ends. */
const MOST_LEVELS = 100;

/**
 * Masks secrets in a value as JSON has it, and in texts that are JSON themselves. What is nested
 * more than a hundred levels deep is left out.
 */
export const maskValue = (value: unknown, level = 0): unknown => {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (level === MOST_LEVELS) return '…';
  const inner = (member: unknown): unknown => maskValue(member, level + 1);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Set) return [...value].map(inner);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, isSecret(name) ? MASK : inner(member)]));
};

/**
 * Masks secrets in a text: by their names, and elsewhere JWTs and the fragments of links.
 */
export const maskText = (text: string): string => {
  const json = jsonIn(text);
  const masked = json === undefined ? maskPlain(text) : JSON.stringify(maskValue(json));
  return masked.length > LONGEST_TEXT ? `${masked.slice(0, LONGEST_TEXT)} … (${masked.length} characters)` : masked;
};

const maskPlain = (text: string): string => text.replace(SECRET_PAIR, `$1${MASK}`).replace(JWT, MASK).replace(FRAGMENT, `#${MASK}`);

const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const FRAGMENT = /#[\w~.-]{16,}/g;

/** Returns the object or the list that a text is as JSON; undefined when it is neither. */
export const jsonIn = (text: string): object | undefined => {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
};
