import { allowance, type Finding, isConsistent, type Spend } from './consistency.ts';
import { compileField, type Field } from './fields.ts';
import { type Json, JsonObject, readJson } from './json.ts';
import type { EventView } from './leaves.ts';
import { invalidPattern } from './refusal.ts';

/**
 * Returns whether an event matches a pattern; throws only for an event whose arrays leave too many
 * combinations.
 */
export type EventTest = (event: EventView) => boolean;

/**
 * Fields, all of which have to be satisfied: the last one, and those before it, which branches
 * share.
 */
type Branch = { readonly field: Field; readonly before: Branch } | undefined;

/** Source: "Or matching", EventBridge user guide. */
const MOST_BRANCHES = 1000;

/** Names that the engine reserves for present and future operators inside `$or`. */
const RESERVED = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr', 'regex'],
  ...['=', '<', '<=', '>', '>=', 'not-wildcard', 'not-equals-ignore-case', 'ip-address-in-range', 'ip-address-not-in-range'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
]);

interface Context {
  readonly path: string;
  /** Whether `$or` is an operator, or a name like any other. */
  readonly hasOr: boolean;
  readonly isAlternative: boolean;
}

const compileAlternatives = (branches: readonly Branch[], value: Json, context: Context): readonly Branch[] => {
  if (!Array.isArray(value) || value.length < 2 || !value.every((alternative) => alternative instanceof JsonObject))
    throw invalidPattern(`$or takes an array of at least two objects${context.path && ` at ${context.path}`}`);
  if (branches.length * value.length > MOST_BRANCHES) throw invalidPattern(`$or results in over ${MOST_BRANCHES} rule combinations`);
  return value.flatMap((alternative) => compileObject(branches, alternative, { ...context, isAlternative: true }));
};

const compileMember = (branches: readonly Branch[], name: string, value: Json, context: Context): readonly Branch[] => {
  if (name === '$or' && context.hasOr) return compileAlternatives(branches, value, context);
  if (context.isAlternative && RESERVED.has(name)) throw invalidPattern(`${name} is a reserved name, which cannot be used inside $or`);
  const path = context.path === '' ? name : `${context.path}.${name}`;
  if (value instanceof JsonObject) return compileObject(branches, value, { ...context, path });
  if (!Array.isArray(value)) throw invalidPattern(`"${path}" must be an object or an array`);
  const field = compileField(value, path, context.hasOr);
  return branches.map((before) => ({ field, before }));
};

const compileObject = (branches: readonly Branch[], object: JsonObject, context: Context): readonly Branch[] => {
  if (object.members.length === 0) throw invalidPattern(`Empty objects are not allowed${context.path && ` at ${context.path}`}`);
  const compiled = object.members.reduce((before, [name, value]) => compileMember(before, name, value, context), branches);
  if (compiled.length > MOST_BRANCHES) throw invalidPattern(`$or results in over ${MOST_BRANCHES} rule combinations`);
  return compiled;
};

/**
 * The fields of a branch, one of each path. What comes later replaces what was there, also a field
 * beside `$or` and one within it.
 */
const fieldsOf = (branch: Branch): readonly Field[] => {
  const fields = new Map<string, Field>();
  for (let at = branch; at !== undefined; at = at.before) if (!fields.has(at.field.path)) fields.set(at.field.path, at.field);
  return [...fields.values()];
};

type BranchTest = (event: EventView, spend: Spend) => boolean;

const branchTest = (branch: Branch): BranchTest => {
  // What lies near the top is found sooner.
  const fields = fieldsOf(branch).toSorted((one, other) => one.levels - other.levels);
  const byPath = [...fields.keys()].sort((one, other) => ((fields[one]?.path ?? '') < (fields[other]?.path ?? '') ? -1 : 1));
  return (event, spend) => {
    const findings: Finding[] = [];
    for (const field of fields) {
      const finding = field.find(event);
      if (finding === undefined) return false;
      findings.push(finding);
    }
    return isConsistent(
      byPath.flatMap((index) => findings[index] ?? []),
      spend,
    );
  };
};

const testOf = (branches: readonly Branch[]): EventTest => {
  const tests = branches.map(branchTest);
  return (event) => {
    const spend = allowance();
    return tests.some((test) => test(event, spend));
  };
};

const patternObject = (text: string): JsonObject => {
  let pattern: Json;
  try {
    pattern = readJson(text);
  } catch (error) {
    throw invalidPattern(error instanceof Error ? error.message : String(error));
  }
  if (pattern instanceof JsonObject) return pattern;
  throw invalidPattern('Filter is not an object');
};

/**
 * Compiles the pattern of a rule or an archive, as EventBridge's own engine does
 * (github.com/aws/event-ruler, 2.1.0): numbers by value, paths with dots by what they name, several
 * fields within one element of an array, `$or` as a choice of whole patterns. Throws
 * `InvalidEventPatternException` naming the field and the reason for what `PutRule` refuses.
 */
export const compilePattern = (text: string): EventTest => {
  const pattern = patternObject(text);
  const compile = (hasOr: boolean) => testOf(compileObject([undefined], pattern, { path: '', hasOr, isAlternative: false }));
  try {
    return compile(true);
  } catch (error) {
    // The engine then tries again with what it was before it had `$or`.
    if (!text.includes('$or')) throw error;
    try {
      return compile(false);
    } catch {
      throw error;
    }
  }
};

/**
 * As `compilePattern`, for the `Pattern` of an event source mapping's filter, of which `{}` accepts
 * everything.
 */
export const compileFilter = (text: string): EventTest => {
  return patternObject(text).members.length === 0 ? () => true : compilePattern(text);
};
