import { arnPattern } from './arn.ts';
import { type Conditions, conditionTest } from './condition.ts';
import { LEADING_KEYS, partitionsOf } from './leading-keys.ts';
import { type PrincipalElement, type PrincipalTest, principalTest } from './principal.ts';
import type { AccessRequest, Context } from './request.ts';
import { wildcard } from './wildcard.ts';

/**
 * One action on one resource of a statement, in one partition where it names partitions; as the
 * policy writes them.
 */
export interface Entry {
  readonly action: string;
  readonly resource: string;
  readonly partition?: string | undefined;
}

/** A statement that has been compiled once. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Every action with every resource, and with every partition if there are any. */
  readonly entries: readonly Entry[];
  /**
   * Returns the entries by which it applies to a request, undefined when it does not; those in
   * `without` do not count.
   */
  matchingEntries(request: AccessRequest, without: ReadonlySet<Entry>): readonly Entry[] | undefined;
  /** Returns whether it applies to a principal; in an identity-based policy, to all. */
  readonly appliesTo: PrincipalTest;
}

type Texts = string | readonly string[];

/** A statement of a policy document. */
export interface StatementElement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Principal?: PrincipalElement;
  readonly Condition?: Conditions;
}

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition']);

interface CompiledEntry extends Entry {
  readonly isAction: Test;
  readonly isResource: Test;
  readonly isPartition?: Test;
}

type Test = (value: string) => boolean;

type Compile = (text: string) => Test;

interface Part {
  readonly text: string;
  readonly matches: Test;
}

/** The texts one by one, or what none of them matches as a whole. */
const partsOf = (texts: Texts | undefined, not: Texts | undefined, compile: Compile): readonly Part[] => {
  if (texts !== undefined) return [texts].flat().map((text) => ({ text, matches: compile(text) }));
  const excluded = [not ?? []].flat();
  const tests = excluded.map(compile);
  return [{ text: `all but ${excluded.join(', ')}`, matches: (value) => !tests.some((test) => test(value)) }];
};

const actionTest: Compile = (text) => wildcard(text, { ignoreCase: true });

const check = (element: StatementElement): void => {
  const unknown = Object.keys(element).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw new Error(`the element ${unknown} of a policy is not evaluated locally`);
  const { Effect, Action, NotAction, Resource, NotResource } = element;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`${Effect} is no effect of a statement`);
  if ((Action === undefined) === (NotAction === undefined)) throw new Error('a statement needs one of Action and NotAction');
  if ((Resource === undefined) === (NotResource === undefined)) throw new Error('a statement needs one of Resource and NotResource');
};

/** Compiles a statement; throws for anything in it that is not evaluated here. */
export const compileStatement = (element: StatementElement): Statement => {
  check(element);
  const actions = partsOf(element.Action, element.NotAction, actionTest);
  const resources = partsOf(element.Resource, element.NotResource, arnPattern);
  const { partitions, others } = partitionsOf(element.Condition);
  const holds = conditionTest(others);
  const entries = actions.flatMap((action) => resources.flatMap((resource) => entriesOf(action, resource, partitions)));

  return {
    effect: element.Effect as Statement['effect'],
    entries,
    matchingEntries({ action, resource, context = {} }, without) {
      const meant = entries.filter((entry) => entry.isAction(action) && entry.isResource(resource) && !without.has(entry));
      return meant.length > 0 && holds(context) ? inPartitions(meant, context) : undefined;
    },
    appliesTo: principalTest(element.Principal),
  };
};

const entriesOf = (action: Part, resource: Part, partitions: readonly Part[] | undefined): readonly CompiledEntry[] => {
  const entry = { action: action.text, isAction: action.matches, resource: resource.text, isResource: resource.matches };
  return partitions?.map(({ text, matches }) => ({ ...entry, partition: text, isPartition: matches })) ?? [entry];
};

/**
 * Those of the entries that cover every partition of the request, if they do; one without any is
 * covered by each (`ForAllValues`).
 */
const inPartitions = (entries: readonly CompiledEntry[], context: Context): readonly Entry[] | undefined => {
  const keys = [context[LEADING_KEYS] ?? []].flat();
  if (keys.length === 0 || entries[0]?.isPartition === undefined) return entries.slice(0, 1);
  const covering = keys.map((key) => entries.find(({ isPartition }) => isPartition?.(key)));
  return covering.includes(undefined) ? undefined : [...new Set(covering)].filter((entry) => entry !== undefined);
};

/**
 * Compiles every statement of a policy document; throws for anything in it that is not evaluated
 * here.
 */
export const compilePolicy = (document: unknown): readonly Statement[] => {
  const { Statement = [], Version } = document as { readonly Version?: string; readonly Statement?: object | readonly object[] };
  // The older version has no variables, and a text that looks like one would mean itself.
  if (Version !== '2012-10-17') throw new Error(`policies of version ${Version ?? '2008-10-17'} are not evaluated locally`);
  return [Statement].flat().map((element) => compileStatement(element as StatementElement));
};
