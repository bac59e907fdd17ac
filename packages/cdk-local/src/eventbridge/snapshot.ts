import type { PutRuleRequest, Target } from '@aws-sdk/client-eventbridge';
import { timeOf } from '../base/time.ts';
import type { ApiDestination, Connection, EventBus, Registry, Rule } from './resources.ts';

/** The part of the control plane that outlives a restart; read back from JSON, dates are text. */
export type Snapshot = {
  readonly buses: readonly string[];
  readonly connections: readonly (Connection | Serialized<Connection>)[];
  readonly destinations: readonly (ApiDestination | Serialized<ApiDestination>)[];
  readonly rules: readonly { readonly rule: PutRuleRequest; readonly targets: readonly Target[] }[];
};

type Serialized<T> = { readonly [Member in keyof T]: T[Member] extends Date | undefined ? string | undefined : T[Member] };

/** The ARNs of a control plane at a moment; a snapshot leaves them out. */
export type Baseline = ReadonlySet<string>;

const allRules = ({ buses }: Registry): readonly Rule[] => [...buses.values()].flatMap((bus: EventBus) => [...bus.rules.values()]);

/** Returns the ARNs of all present resources. */
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

/** Returns everything that was created after the baseline, secrets of connections included. */
export const takeSnapshot = (registry: Registry, baseline: Baseline): Snapshot => {
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

/** Returns a connection of a snapshot; one that was being authorised is authorised now. */
export const restoredConnection = (kept: Snapshot['connections'][number]): Connection => ({
  ...kept,
  state: 'AUTHORIZED',
  createdAt: date(kept.createdAt),
  modifiedAt: date(kept.modifiedAt),
  authorizedAt: date(kept.authorizedAt ?? kept.modifiedAt),
});

/** Returns an API destination of a snapshot. */
export const restoredDestination = (kept: Snapshot['destinations'][number]): ApiDestination => ({
  ...kept,
  createdAt: date(kept.createdAt),
  modifiedAt: date(kept.modifiedAt),
});
