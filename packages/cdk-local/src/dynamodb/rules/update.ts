import { validationError } from '../../base/aws-error.ts';
import { tokensOf } from './expressions.ts';
import type { AttributeValue, Operation } from './request.ts';
import type { TableKeys } from './table-keys.ts';

type Path = readonly (string | number)[];

/** One action of an update expression. */
export interface UpdateAction {
  readonly path: Path;
  /** The new value of the path, where the expression contains it directly. */
  readonly value: AttributeValue | undefined;
}

const CLAUSE = /^(SET|REMOVE|ADD|DELETE)$/i;

/** Reads the actions of an update expression. */
export const updateActions = (operation: Operation): readonly UpdateAction[] => {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = operation;
  return actionsIn(tokensOf(operation.UpdateExpression ?? '')).map(({ clause, tokens }) => {
    const isSet = clause === 'SET';
    const end = tokens.findIndex((token) => token.startsWith(isSet ? '=' : ':'));
    const [target, rest] = end === -1 ? [tokens, []] : [tokens.slice(0, end), tokens.slice(isSet ? end + 1 : end)];
    const [only = ''] = rest.length === 1 && (isSet || clause === 'ADD') ? rest : [];
    return { path: pathOf(target, names), value: values[only] };
  });
};

interface Part {
  readonly clause: string;
  readonly tokens: string[];
}

const actionsIn = (tokens: readonly string[]): readonly Part[] => {
  const parts: Part[] = [];
  let clause = '';
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (CLAUSE.test(token)) clause = token.toUpperCase();
    if (CLAUSE.test(token) || (token === ',' && depth === 0)) parts.push({ clause, tokens: [] });
    else parts.at(-1)?.tokens.push(token);
  }
  return parts;
};

const pathOf = (tokens: readonly string[], names: Readonly<Record<string, string>>): Path =>
  tokens.flatMap((token, at) => {
    if (token === '.' || token === '[' || token === ']') return [];
    return [tokens[at - 1] === '[' ? Number(token) : (names[token] ?? token)];
  });

/**
 * Refuses what an update may not do to a key attribute, and two actions on one place. Source: API
 * reference, UpdateItem.
 */
export const checkUpdate = (actions: readonly UpdateAction[], keys: TableKeys | undefined): void => {
  for (const [at, { path: first }] of actions.entries()) for (const { path: second } of actions.slice(at + 1)) requireApart(first, second);
  const found = keys?.table.attributes.find(({ name }) => actions.some(({ path: [root] }) => root === name));
  if (found === undefined) return;
  throw validationError(
    `One or more parameter values were invalid: Cannot update attribute ${found.name}. This attribute is part of the key`,
  );
};

const requireApart = (first: Path, second: Path): void => {
  const length = Math.min(first.length, second.length);
  const at = first.findIndex((element, index) => index >= length || element !== second[index]);
  const parted = at === -1 ? length : at;
  if (parted < length && typeof first[parted] === typeof second[parted]) return;
  const how = parted < length ? 'conflict' : 'overlap';
  throw validationError(
    `Invalid UpdateExpression: Two document paths ${how} with each other; must remove or rewrite one of these paths; ` +
      `path one: ${written(first)}, path two: ${written(second)}`,
  );
};

const written = (path: Path): string => `[${path.map((element) => (typeof element === 'number' ? `[${element}]` : element)).join(', ')}]`;
