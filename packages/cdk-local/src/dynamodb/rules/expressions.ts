import { validationError } from '../../base/aws-error.ts';
import { EXPRESSIONS, type Operation } from './request.ts';

const TOKEN = /[#:]?\w+|<>|<=|>=|\S/g;
const OPERATOR = /^(<>|<=|>=|=|<|>|\+|-|AND|OR|NOT|BETWEEN|IN)$/i;
const FUNCTION = /^(attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size|if_not_exists|list_append)$/;
const MOST_OPERATORS = 300;
const MOST_IN = 100;
const MOST_BYTES = 4096;

/** Splits an expression into names, values, keywords and signs. */
export const tokensOf = (expression: string): readonly string[] => expression.match(TOKEN) ?? [];

/**
 * Refuses empty expressions, those beyond the limits, and names and values that are undefined or
 * unused. Source: developer guide, "Expression attribute names", "Expression attribute values" and
 * "Quotas: expression parameters".
 */
export const checkExpressions = (operation: Operation): void => {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = operation;
  const used = new Set<string>();
  for (const field of EXPRESSIONS) {
    const expression = operation[field];
    if (expression === undefined) continue;
    const tokens = tokensOf(expression);
    if (tokens.length === 0) throw validationError(`Invalid ${field}: The expression can not be empty;`);
    for (const token of tokens) {
      if (token.startsWith('#')) requireDefined(names, token, field, 'name used in the document path', 'name');
      if (token.startsWith(':')) requireDefined(values, token, field, 'value used in expression', 'value');
      used.add(token);
    }
    checkLimits(field, expression, tokens);
  }
  requireUsed('ExpressionAttributeNames', names, used);
  requireUsed('ExpressionAttributeValues', values, used);
};

const requireDefined = (defined: object | undefined, token: string, field: string, what: string, kind: string): void => {
  if (defined !== undefined && Object.hasOwn(defined, token)) return;
  throw validationError(`Invalid ${field}: An expression attribute ${what} is not defined; attribute ${kind}: ${token}`);
};

const requireUsed = (parameter: string, defined: object | undefined, used: ReadonlySet<string>): void => {
  if (defined === undefined) return;
  const given = Object.keys(defined);
  if (given.length === 0) throw validationError(`${parameter} must not be empty`);
  if (used.size === 0) throw validationError(`${parameter} can only be specified when using expressions`);
  const unused = given.filter((token) => !used.has(token));
  if (unused.length > 0) throw validationError(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
};

// The limits are documented; the words of these two refusals are not.
const checkLimits = (field: string, expression: string, tokens: readonly string[]): void => {
  const bytes = Buffer.byteLength(expression);
  const size = `Expression size has exceeded the maximum allowed size; expression size: ${bytes}`;
  if (bytes > MOST_BYTES) throw validationError(`Invalid ${field}: ${size}`);
  const operators = tokens.filter((token) => OPERATOR.test(token) || FUNCTION.test(token)).length;
  if (operators > MOST_OPERATORS)
    throw validationError(`Invalid ${field}: ${operators} operators and functions; at most ${MOST_OPERATORS}`);
  for (const [, list = ''] of expression.matchAll(/\bIN\s*\(([^)]*)\)/gi)) {
    const operands = list.split(',').length;
    if (operands > MOST_IN) throw validationError(`Invalid ${field}: ${operands} operands of IN; at most ${MOST_IN}`);
  }
};
