import { compileFilter, compilePattern } from '@tenantry/event-pattern/pattern';
import type { Resources, TemplateResource } from './template.ts';

/**
 * A resource by its logical id, and why EventBridge or Lambda would refuse an event pattern of it.
 */
export interface PatternRefusal {
  readonly resourceLogicalId: string;
  readonly reason: string;
}

/**
 * Returns the resources of a template whose event patterns a deployment would refuse, by the
 * compiler of the embedded runtime.
 */
export const patternRefusals = (resources: Resources): readonly PatternRefusal[] =>
  Object.entries(resources).flatMap(([resourceLogicalId, resource]) =>
    checksOf(resource).flatMap((check) => {
      const reason = refusalOf(check);
      return reason === undefined ? [] : [{ resourceLogicalId, reason }];
    }),
  );

const checksOf = ({ Type, Properties = {} }: TemplateResource): readonly (() => unknown)[] => {
  const { EventPattern: pattern, FilterCriteria: criteria } = Properties;
  if (['AWS::Events::Rule', 'AWS::Events::Archive'].includes(Type) && pattern !== undefined && !isResolvedLater(pattern))
    return [() => compilePattern(typeof pattern === 'string' ? pattern : JSON.stringify(resolve(pattern)))];
  if (Type !== 'AWS::Lambda::EventSourceMapping') return [];
  const { Filters = [] } = (criteria ?? {}) as { readonly Filters?: readonly { readonly Pattern?: unknown }[] };
  return Filters.flatMap(({ Pattern }) => (typeof Pattern === 'string' ? [() => compileFilter(Pattern)] : []));
};

const refusalOf = (check: () => unknown): string | undefined => {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** True for a reference or a function of CloudFormation, whose value is not known yet. */
const isResolvedLater = (value: unknown): boolean =>
  isObject(value) &&
  Object.keys(value).length === 1 &&
  Object.entries(value).every(([name, of]) => (name === 'Ref' ? typeof of === 'string' : name.startsWith('Fn::')));

const containsLater = (value: unknown): boolean => isResolvedLater(value) || (isObject(value) && Object.values(value).some(containsLater));

/** Returns a pattern with a text in the place of every accepted value that is not known yet. */
const resolve = (pattern: unknown): unknown => {
  if (!isObject(pattern)) return pattern;
  const members = Object.entries(pattern).map(([name, value]) => {
    if (isResolvedLater(value)) return [name, ['later']];
    if (!Array.isArray(value)) return [name, resolve(value)];
    return [name, value.map((element) => (name === '$or' ? resolve(element) : containsLater(element) ? 'later' : element))];
  });
  return Object.fromEntries(members);
};
