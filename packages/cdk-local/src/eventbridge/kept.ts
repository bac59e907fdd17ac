import type { PutRuleRequest, Target } from '@aws-sdk/client-eventbridge';
import { timeOf } from '../base/time.ts';
import type { ApiDestination, Connection, EventBus, Registry, Rule } from './resources.ts';

/** What is kept of the control plane over a restart; read back from JSON, dates are text. */
export type Kept = {
  readonly buses: readonly string[];
  readonly connections: readonly (Connection | Stored<Connection>)[];
  readonly destinations: readonly (ApiDestination | Stored<ApiDestination>)[];
  readonly rules: readonly { readonly rule: PutRuleRequest; readonly targets: readonly Target[] }[];
};

type Stored<T> = { readonly [Member in keyof T]: T[Member] extends Date | undefined ? string | undefined : T[Member] };

/** What a control plane held at a moment, by ARN: nothing of it is kept. */
export type Baseline = ReadonlySet<string>;

const allRules = ({ buses }: Registry): readonly Rule[] => [...buses.values()].flatMap((bus: EventBus) => [...bus.rules.values()]);

/** The ARNs of everything that there is. */
export const baselineOf = (registry: Registry): Baseline =>
  new Set(
    [...registry.buses.values(), ...registry.connections.values(), ...registry.destinations.values(), ...allRules(registry)].map(
      ({ arn }) => arn,
    ),
  );

const ruleRequest = (rule: Rule): PutRuleRequest => ({
  Name: rule.name,
  EventBusName: rule.busName,
  EventPattern: rule.pattern,
  ScheduleExpression: rule.schedule,
  State: rule.state,
  Description: rule.description,
  RoleArn: rule.roleArn,
  Tags: [...rule.tags].map(([Key, Value]) => ({ Key, Value })),
});

/** Everything that has come since the baseline, secrets of connections included. */
export const keep = (registry: Registry, baseline: Baseline): Kept => {
  const isNew = ({ arn }: { readonly arn: string }): boolean => !baseline.has(arn);
  return {
    buses: [...registry.buses.values()].filter(isNew).map(({ name }) => name),
    connections: [...registry.connections.values()].filter(isNew),
    destinations: [...registry.destinations.values()].filter(isNew),
    rules: allRules(registry)
      .filter(isNew)
      .map((rule) => ({ rule: ruleRequest(rule), targets: [...rule.targets.values()] })),
  };
};

const date = (time: string | Date | undefined): Date => (typeof time === 'string' ? new Date(timeOf(time)) : (time ?? new Date(0)));

/** A connection as it was; one that was being authorised when the runtime stopped is authorised. */
export const revivedConnection = (kept: Kept['connections'][number]): Connection => ({
  ...kept,
  state: 'AUTHORIZED',
  createdAt: date(kept.createdAt),
  modifiedAt: date(kept.modifiedAt),
  authorizedAt: date(kept.authorizedAt ?? kept.modifiedAt),
});

/** An API destination as it was. */
export const revivedDestination = (kept: Kept['destinations'][number]): ApiDestination => ({
  ...kept,
  createdAt: date(kept.createdAt),
  modifiedAt: date(kept.modifiedAt),
});
