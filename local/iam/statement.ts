import { arnPattern } from './arn.ts';
import { type Conditions, conditionTest } from './condition.ts';
import { type PrincipalElement, type PrincipalTest, principalTest } from './principal.ts';
import type { AccessRequest } from './request.ts';
import { wildcard } from './wildcard.ts';

/** One action on one resource that a statement speaks of, as the policy writes them. */
export interface Entry {
  readonly action: string;
  readonly resource: string;
}

/** A statement that has been compiled once. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Every action with every resource of the statement. */
  readonly entries: readonly Entry[];
  /** Whether it speaks of the request; entries in `without` do not count. */
  matches(request: AccessRequest, without: ReadonlySet<Entry>): boolean;
  /** Whom it speaks of; in an identity-based policy, everybody. */
  readonly isAbout: PrincipalTest;
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

type CompiledEntry = Entry & { readonly isAction: (action: string) => boolean; readonly isResource: (resource: string) => boolean };

type Compile = (text: string) => (value: string) => boolean;

interface Part {
  readonly text: string;
  readonly matches: (value: string) => boolean;
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
  const holds = conditionTest(element.Condition);
  const entries: readonly CompiledEntry[] = actions.flatMap((action) =>
    resources.map((resource) => ({
      ...{ action: action.text, isAction: action.matches },
      ...{ resource: resource.text, isResource: resource.matches },
    })),
  );

  return {
    effect: element.Effect as Statement['effect'],
    entries,
    matches: ({ action, resource, context = {} }, without) =>
      entries.some((entry) => entry.isAction(action) && entry.isResource(resource) && !without.has(entry)) && holds(context),
    isAbout: principalTest(element.Principal),
  };
};

/** Compiles every statement of a policy document; throws for anything in it that is not evaluated here. */
export const compilePolicy = (document: unknown): readonly Statement[] => {
  const { Statement = [], Version } = document as { readonly Version?: string; readonly Statement?: object | readonly object[] };
  // The older version has no variables, and a text that looks like one would mean itself.
  if (Version !== '2012-10-17') throw new Error(`policies of version ${Version ?? '2008-10-17'} are not evaluated locally`);
  return [Statement].flat().map((element) => compileStatement(element as StatementElement));
};
