import { type Statement, statementsIn } from '../../lib/checks/statements.ts';
import type { TemplateResource } from '../../lib/checks/template-rules.ts';
import { namesIn, type Say, type SynthesizedStack } from './names.ts';

/** What one statement of a policy says, in words. */
export interface Right {
  readonly effect: Statement['Effect'];
  /** By service: `dynamodb: GetItem, PutItem`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** Whom a policy of a resource is for. */
  readonly principal?: string;
}

/** A role, or a resource with a policy of its own. */
export interface Holder {
  /** Its place among the constructs; of a role that of what it is for. */
  readonly path: string;
  /** Who assumes the role; absent on a resource. */
  readonly assumedBy?: string;
  /** Conditions on that. */
  readonly assumedIf?: readonly string[];
  readonly rights: readonly Right[];
}

/** What each role of the stacks may do. */
export const roleRights = (stacks: readonly SynthesizedStack[]): readonly Holder[] =>
  stacks.flatMap((stack) => {
    const say = namesIn(stack, stacks);
    return resourcesOf(stack, 'AWS::IAM::Role').map(([id, { Properties }]) => {
      const policies = resourcesOf(stack, 'AWS::IAM::Policy').filter(([, policy]) => isOf(policy, id));
      const managed = [Properties?.ManagedPolicyArns ?? []].flat().map((arn) => managedPolicy(say(arn)));
      const inline = [Properties?.Policies, ...policies.map(([, policy]) => policy.Properties)].flatMap(statementsIn);
      const trust = statementsIn(Properties?.AssumeRolePolicyDocument);
      return {
        path: (stack.paths.get(id) ?? id).replace(/\/(Events)?Role$/, ''),
        assumedBy: trust.map(({ Principal }) => principalOf(Principal, say)).join(', '),
        assumedIf: trust.flatMap((statement) => conditionsOf(statement, say)),
        rights: [...inline.map((statement) => rightOf(statement, say)), ...managed],
      };
    });
  });

/** What the policies of resources themselves allow and deny: queues, keys, topics, buses. */
export const resourceRights = (stacks: readonly SynthesizedStack[]): readonly Holder[] =>
  stacks.flatMap((stack) => {
    const say = namesIn(stack, stacks);
    return Object.entries(stack.template.Resources)
      .filter(([, { Type, Properties }]) => !/^AWS::IAM::/.test(Type) && statementsIn(Properties).length > 0)
      .map(([id, { Properties }]) => ({
        path: (stack.paths.get(id) ?? id).replace(/(\/Resource)?\/Policy$/, ''),
        rights: statementsIn(Properties).map((statement) => rightOf(statement, say)),
      }));
  });

export const resourcesOf = ({ template }: SynthesizedStack, type: string): readonly (readonly [string, TemplateResource])[] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

const isOf = ({ Properties }: TemplateResource, role: string): boolean =>
  [Properties?.Roles ?? []].flat().some((name) => (name as { readonly Ref?: string }).Ref === role);

const managedPolicy = (arn: string): Right => ({ effect: 'Allow', actions: [`managed policy ${arn}`], resources: [], conditions: [] });

const rightOf = (statement: Statement, say: Say): Right => ({
  effect: statement.Effect,
  actions: byService([statement.Action].flat()),
  resources: [statement.Resource ?? []].flat().map(say),
  conditions: conditionsOf(statement, say),
  ...(statement.Principal !== undefined && { principal: principalOf(statement.Principal, say) }),
});

const conditionsOf = ({ Condition = {} }: Statement, say: Say): readonly string[] =>
  Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${key} ${words(operator)} ${[value].flat().map(say).join(' or ')}`),
  );

const byService = (actions: readonly string[]): readonly string[] => {
  const services = [...new Set(actions.map((action) => action.split(':')[0] ?? ''))];
  return services.map((service) => {
    const names = actions.filter((action) => action.startsWith(`${service}:`)).map((action) => action.slice(service.length + 1));
    return `${service}: ${names.join(', ')}`;
  });
};

const OPERATORS: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringLike: 'is like',
  ArnEquals: 'is',
  ArnLike: 'is like',
  Bool: 'is',
};

const words = (operator: string): string => {
  const [, every = '', name = ''] = /^(ForAllValues:|ForAnyValue:)?(\w+)$/.exec(operator) ?? [];
  const quantifier = { '': '', 'ForAllValues:': '(every one) ', 'ForAnyValue:': '(any one) ' }[every] ?? '';
  return `${quantifier}${OPERATORS[name] ?? operator}`;
};

const principalOf = (principal: unknown, say: Say): string => {
  if (typeof principal !== 'object' || principal === null) return principal === '*' ? 'everybody' : String(principal);
  return Object.values(principal)
    .flat()
    .map((one) => (one === '*' ? 'everybody' : serviceName(say(one))))
    .join(', ');
};

/** `events.amazonaws.com` is `events`. */
export const serviceName = (principal: string): string => principal.replace(/\.amazonaws\.com$/, '');
