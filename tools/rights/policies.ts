import { type Statement, statementsIn } from '../../lib/checks/statements.ts';
import type { TemplateResource } from '../../lib/checks/template.ts';
import { code } from '../documents/markdown.ts';
import { namesIn, type Say, type SynthesizedStack } from './names.ts';

/** One statement of a policy, in words. */
export interface Right {
  readonly effect: Statement['Effect'];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** The partitions of the table that it is limited to, and by nothing else; empty if it is not. */
  readonly partitions: readonly string[];
  /** Whom a policy of a resource is for. */
  readonly principal?: string;
}

/** A role, or a resource with a policy of its own, by its place among the constructs. */
export interface Holder {
  readonly path: string;
  /** The principal that assumes the role, with its condition; absent on a resource. */
  readonly assumedBy?: string;
  readonly rights: readonly Right[];
}

/**
 * Returns what each role of the stacks may do; its rights are its inline policies, which a test
 * holds.
 */
export const roleRights = (stacks: readonly SynthesizedStack[]): readonly Holder[] =>
  stacks.flatMap((stack) => {
    const say = namesIn(stack, stacks);
    return resourcesOf(stack, 'AWS::IAM::Role').map(([id, { Properties }]) => ({
      path: placeOf(stack, id).replace(/\/(Events)?Role$/, ''),
      assumedBy: statementsIn(Properties?.AssumeRolePolicyDocument)
        .map((trust) => principalOf(trust.Principal, say) + onlyIf(conditionsOf(trust, say)))
        .join(', '),
      rights: statementsIn(Properties?.Policies).map((statement) => rightOf(statement, say)),
    }));
  });

/**
 * Returns what the policies of resources themselves allow and deny: queues, keys, topics, buses.
 */
export const resourceRights = (stacks: readonly SynthesizedStack[]): readonly Holder[] =>
  stacks.flatMap((stack) => {
    const say = namesIn(stack, stacks);
    return Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => !Type.startsWith('AWS::IAM::'))
      .map(([id, { Properties }]) => ({
        path: placeOf(stack, id).replace(/(\/Resource)?\/Policy$/, ''),
        rights: statementsIn(Properties).map((statement) => rightOf(statement, say)),
      }))
      .filter(({ rights }) => rights.length > 0);
  });

export const resourcesOf = ({ template }: SynthesizedStack, type: string): readonly (readonly [id: string, resource: TemplateResource])[] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** Returns the place of a resource among the constructs. */
export const placeOf = ({ paths }: SynthesizedStack, id: string): string => paths.get(id) ?? id;

/** Writes conditions behind what they limit. */
export const onlyIf = (conditions: readonly string[]): string => (conditions.length === 0 ? '' : ` if ${conditions.join(' and ')}`);

const rightOf = (statement: Statement, say: Say): Right => ({
  effect: statement.Effect,
  actions: [statement.Action].flat(),
  resources: [statement.Resource ?? []].flat().map(say),
  conditions: conditionsOf(statement, say),
  partitions: partitionsOf(statement).map(say),
  ...(statement.Principal !== undefined && { principal: principalOf(statement.Principal, say) }),
});

/** Returns the partitions of the table, if they are all that a statement is limited to. */
const partitionsOf = ({ Effect, Resource, Condition = {} }: Statement): readonly unknown[] => {
  const { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions = [], ...others } = {}, ...more } = Condition;
  const isOnly = Effect === 'Allow' && !Array.isArray(Resource) && Object.keys({ ...others, ...more }).length === 0;
  return isOnly ? [partitions].flat() : [];
};

const WORDS: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringLike: 'is like',
  ArnEquals: 'is',
  ArnLike: 'is like',
  Bool: 'is',
};

const conditionsOf = ({ Condition = {} }: Statement, say: Say): readonly string[] =>
  Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => {
      const values = [value].flat().map((one) => code(say(one)));
      return `${code(key)} ${WORDS[operator] ?? operator} ${values.join(' or ')}`;
    }),
  );

const principalOf = (principal: unknown, say: Say): string =>
  [typeof principal === 'object' && principal !== null ? Object.values(principal) : principal]
    .flat(2)
    .map((one) => (one === '*' ? 'everybody' : serviceName(say(one))))
    .join(', ');

/** Returns the short name of a service: `events` for `events.amazonaws.com`. */
export const serviceName = (principal: string): string => principal.replace(/\.amazonaws\.com$/, '');
