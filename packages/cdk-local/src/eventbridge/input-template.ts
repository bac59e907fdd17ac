import { AwsError } from '../base/aws-error.ts';

type Values = Readonly<Record<string, unknown>>;

const placeholder = /\\.|"|<([A-Za-z0-9_.-]+)>/gs;

/**
 * Inside a string: strings bare and unescaped, objects and arrays without their quotes, absent as
 * nothing.
 */
const inString = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value).replaceAll('"', '');
};

/**
 * As a JSON value: strings gain quotes but no escapes, everything else is JSON, absent an empty
 * string.
 */
const asValue = (value: unknown): string => (value === undefined || typeof value === 'string' ? `"${value ?? ''}"` : JSON.stringify(value));

const substitute = (template: string, values: Values, isJson: boolean): string => {
  let quoted = !isJson;
  return template.replace(placeholder, (match: string, name?: string) => {
    if (match === '"' && isJson) quoted = !quoted;
    if (name === undefined) return match;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return quoted ? inString(value) : asValue(value);
  });
};

const assertJson = (text: string): void => {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new AwsError('INVALID_JSON', `The input template does not give valid JSON: ${String(cause)}`);
  }
};

/**
 * Fills `<name>` placeholders by the rules of "Input transformation" of the EventBridge user guide:
 * values are not escaped, so a value with a quotation mark breaks a JSON template, which throws
 * `INVALID_JSON`; a template that is no JSON text is filled as plain text.
 */
export const fillTemplate = (template: string, values: Values): string => {
  const isJson = /^\s*(?:[{["]|<[^>]*>\s*$)/.test(template);
  const filled = substitute(template, values, isJson);
  if (isJson) assertJson(filled);
  return filled;
};
