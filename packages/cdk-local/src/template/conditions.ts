import type { Scope } from './scope.ts';

/** Resolves the intrinsic functions inside a condition's operand. */
type Resolve = (value: unknown, scope: Scope) => unknown;
type Operator = (operands: readonly unknown[], scope: Scope, resolve: Resolve) => boolean;

const operators: Readonly<Record<string, Operator>> = {
  'Fn::Equals': ([left, right], scope, resolve) => JSON.stringify(resolve(left, scope)) === JSON.stringify(resolve(right, scope)),
  'Fn::Not': ([operand], scope, resolve) => !resolveCondition(operand, scope, resolve),
  'Fn::And': (operands, scope, resolve) => operands.every((operand) => resolveCondition(operand, scope, resolve)),
  'Fn::Or': (operands, scope, resolve) => operands.some((operand) => resolveCondition(operand, scope, resolve)),
};

/**
 * Evaluates a condition expression or `{ Condition: name }`; throws on an operator or a name that
 * it does not know.
 */
export const resolveCondition = (expression: unknown, scope: Scope, resolve: Resolve): boolean => {
  const [entry] = Object.entries(expression as Readonly<Record<string, unknown>>);
  if (entry?.[0] === 'Condition') return resolveCondition(definition(String(entry[1]), scope), scope, resolve);
  const operator = entry && operators[entry[0]];
  if (!operator) throw new Error(`The condition ${JSON.stringify(expression)} is not supported`);
  return operator(entry[1] as readonly unknown[], scope, resolve);
};

const definition = (name: string, scope: Scope): unknown => {
  const found = scope.condition(name);
  if (found === undefined) throw new Error(`The condition ${name} is not defined`);
  return found;
};
