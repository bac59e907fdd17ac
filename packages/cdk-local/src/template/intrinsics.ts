import { resolveCondition } from './conditions.ts';
import { hasDynamicReference } from './dynamic-references.ts';
import type { Scope } from './scope.ts';

/** `AWS::NoValue`: the property or array element that holds it is removed. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => known(scope.ref(String(name)), `Ref ${String(name)}`),
  'Fn::GetAtt': (argument, scope) => getAtt(argument, scope),
  'Fn::ImportValue': (name, scope) => known(scope.importValue(text(name, scope)), `Fn::ImportValue ${text(name, scope)}`),
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [separator, values] = pair(argument);
    return list(values, scope).map(String).join(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = pair(argument);
    return known(list(values, scope)[Number(resolve(index, scope))], 'Fn::Select: no such element');
  },
  'Fn::Split': (argument, scope) => {
    const [separator, value] = pair(argument);
    return text(value, scope).split(String(separator));
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = argument as readonly [string, unknown, unknown];
    return resolve(resolveCondition({ Condition: name }, scope, resolve) ? whenTrue : whenFalse, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', top = '', second = ''] = list(argument, scope).map(String);
    return known(scope.findInMap(map, top, second), `Fn::FindInMap ${map}.${top}.${second}`);
  },
  'Fn::Base64': (value, scope) => Buffer.from(text(value, scope)).toString('base64'),
  'Fn::GetAZs': () => ['local-a', 'local-b'],
  'Fn::ToJsonString': (value, scope) => JSON.stringify(resolve(value, scope)),
  'Fn::Length': (value, scope) => list(value, scope).length,
};

/**
 * Resolves every intrinsic function inside a template value; throws when it names something unknown
 * or uses an unknown function.
 */
export const resolve = (value: unknown, scope: Scope): unknown => {
  if (typeof value === 'string') return hasDynamicReference(value) ? scope.dynamicReference(value) : value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && isIntrinsic(only[0])) return finish(apply(only[0], only[1], scope), scope);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item, scope)]).filter(([, item]) => item !== noValue));
};

const apply = (name: string, argument: unknown, scope: Scope): unknown => {
  const intrinsic = intrinsics[name];
  if (!intrinsic) throw new Error(`The intrinsic function ${name} is not supported`);
  return intrinsic(argument, scope);
};

/** Resolves a dynamic reference that a join has completed. */
const finish = (value: unknown, scope: Scope): unknown =>
  typeof value === 'string' && hasDynamicReference(value) ? scope.dynamicReference(value) : value;

const isIntrinsic = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

const getAtt = (argument: unknown, scope: Scope): unknown => {
  const [logicalId = '', ...rest] = typeof argument === 'string' ? argument.split('.') : list(argument, scope).map(String);
  return known(scope.getAtt(logicalId, rest.join('.')), `Fn::GetAtt ${logicalId}.${rest.join('.')}`);
};

const substitute = (argument: unknown, scope: Scope): string => {
  const [template, variables] = Array.isArray(argument) ? (argument as [string, Record<string, unknown>]) : [String(argument), {}];
  return template.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return text(variables[name], scope);
    return String(name.includes('.') ? getAtt(name, scope) : known(scope.ref(name), `Fn::Sub ${name}`));
  });
};

const known = (value: unknown, what: string): unknown => {
  if (value === undefined) throw new Error(`${what}: the template does not define it`);
  return value;
};

const text = (value: unknown, scope: Scope): string => String(resolve(value, scope));

const list = (value: unknown, scope: Scope): readonly unknown[] => {
  const resolved = resolve(value, scope);
  if (Array.isArray(resolved)) return resolved;
  throw new Error(`Expected a list in the template, found ${JSON.stringify(resolved)}`);
};

const pair = (value: unknown): readonly [unknown, unknown] => {
  if (Array.isArray(value) && value.length === 2) return value as [unknown, unknown];
  throw new Error(`Expected two arguments in the template, found ${JSON.stringify(value)}`);
};
