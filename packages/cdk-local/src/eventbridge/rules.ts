import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  ListRulesRequest,
  ListRulesResponse,
  PutRuleRequest,
  PutRuleResponse,
} from '@aws-sdk/client-eventbridge';
import { hasWildcard } from '@tenantry/event-pattern/wildcards';
import { notFound, quotaReached, validationError } from '../base/aws-error.ts';
import { findBus } from './buses.ts';
import { page, required } from './input-checks.ts';
import { patternTest } from './pattern.ts';
import type { Quotas } from './quotas.ts';
import { arnOf, type EventBus, type Registry, type Rule } from './resources.ts';
import type { Schedules } from './schedules.ts';

const newRule = (registry: Registry, bus: EventBus, name: string, input: PutRuleRequest): Rule => ({
  name,
  busName: bus.name,
  arn: arnOf(registry, bus.name === 'default' ? `rule/${name}` : `rule/${bus.name}/${name}`),
  description: input.Description,
  roleArn: input.RoleArn,
  pattern: input.EventPattern,
  schedule: input.ScheduleExpression,
  state: input.State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
  matches: input.EventPattern === undefined ? () => false : patternTest(input.EventPattern),
  targets: bus.rules.get(name)?.targets ?? new Map(),
  tags: bus.rules.get(name)?.tags ?? new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
});

const described = (rule: Rule): DescribeRuleResponse => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.busName,
  State: rule.state,
  EventPattern: rule.pattern,
  ScheduleExpression: rule.schedule,
  Description: rule.description,
  RoleArn: rule.roleArn,
});

/** The rule of a name on a bus; throws `ResourceNotFoundException`. */
export const findRule = (registry: Registry, ruleName: string | undefined, busName: string | undefined): Rule => {
  const bus = findBus(registry, busName);
  const name = required(ruleName, 'name');
  const rule = bus.rules.get(name);
  if (rule === undefined) throw notFound(`Rule ${name} does not exist on EventBus ${bus.name}.`);
  return rule;
};

const checkNew = ({ quotas }: Registry, bus: EventBus, name: string, input: PutRuleRequest): void => {
  if (input.EventPattern === undefined && input.ScheduleExpression === undefined)
    throw validationError('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (input.ScheduleExpression !== undefined && bus.name !== 'default')
    throw validationError('ScheduleExpression is supported only on the default event bus.');
  if (!bus.rules.has(name) && bus.rules.size >= quotas.rulesPerBus) throw quotaReached(quotas.rulesPerBus, `rules on ${bus.name}`);
  if (input.EventPattern !== undefined) checkPattern(quotas, bus, name, input.EventPattern);
};

const checkPattern = ({ patternCharacters, wildcardRulesPerBus }: Quotas, bus: EventBus, name: string, pattern: string): void => {
  if (pattern.length > patternCharacters) throw quotaReached(patternCharacters, 'characters of an event pattern');
  if (!hasWildcard(pattern)) return;
  const others = [...bus.rules.values()].filter((rule) => rule.name !== name && rule.pattern !== undefined && hasWildcard(rule.pattern));
  if (others.length >= wildcardRulesPerBus) throw quotaReached(wildcardRulesPerBus, `rules containing wildcards on ${bus.name}`);
};

/** The control plane of rules, with AWS's inputs, outputs, errors and quotas. */
export const ruleActions = (registry: Registry, clocks: Pick<Schedules, 'arm' | 'disarm'>) => {
  const setState = (input: DescribeRuleRequest, state: Rule['state']): Record<string, never> => {
    const rule = findRule(registry, input.Name, input.EventBusName);
    findBus(registry, input.EventBusName).rules.set(rule.name, { ...rule, state });
    return {};
  };

  return {
    putRule(input: PutRuleRequest): PutRuleResponse {
      const bus = findBus(registry, input.EventBusName);
      const name = required(input.Name, 'name');
      const rule = newRule(registry, bus, name, input);
      checkNew(registry, bus, name, input);
      if (bus.name === 'default') clocks.arm(name, input.ScheduleExpression);
      bus.rules.set(name, rule);
      return { RuleArn: rule.arn };
    },

    describeRule: (input: DescribeRuleRequest): DescribeRuleResponse => described(findRule(registry, input.Name, input.EventBusName)),

    listRules(input: ListRulesRequest): ListRulesResponse {
      const rules = [...findBus(registry, input.EventBusName).rules.values()];
      const { items, ...rest } = page(rules.filter((rule) => rule.name.startsWith(input.NamePrefix ?? '')).map(described), input);
      return { Rules: items, ...rest };
    },

    enableRule: (input: DescribeRuleRequest) => setState(input, 'ENABLED'),

    disableRule: (input: DescribeRuleRequest) => setState(input, 'DISABLED'),

    deleteRule(input: DeleteRuleRequest): Record<string, never> {
      const { rules, name: busName } = findBus(registry, input.EventBusName);
      const name = required(input.Name, 'name');
      if ((rules.get(name)?.targets.size ?? 0) > 0) throw validationError("Rule can't be deleted since it has targets.");
      if (busName === 'default') clocks.disarm(name);
      rules.delete(name);
      return {};
    },
  };
};
