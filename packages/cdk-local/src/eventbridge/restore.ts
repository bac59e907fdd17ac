import type { PutRuleRequest, PutTargetsRequest } from '@aws-sdk/client-eventbridge';
import { CONNECTION_SERVICE } from '../iam/service-linked-role.ts';
import { addBus } from './buses.ts';
import type { Registry } from './resources.ts';
import { restoredConnection, restoredDestination, type Snapshot } from './snapshot.ts';

type RestoreOptions = {
  readonly registry: Registry;
  readonly putRule: (input: PutRuleRequest) => unknown;
  readonly putTargets: (input: PutTargetsRequest) => unknown;
  readonly log: (message: string) => void;
};

/**
 * Restores a snapshot; a name that is in use is left alone, and a rule that cannot be restored is
 * logged.
 */
export const restore = (
  { buses, connections, destinations, rules }: Snapshot,
  { registry, putRule, putTargets, log }: RestoreOptions,
): void => {
  for (const name of buses) if (!registry.buses.has(name)) addBus(registry, name);
  if (connections.length > 0) registry.linkedServices.add(CONNECTION_SERVICE);
  for (const connection of connections)
    if (!registry.connections.has(connection.name)) registry.connections.set(connection.name, restoredConnection(connection));
  for (const destination of destinations)
    if (!registry.destinations.has(destination.name)) registry.destinations.set(destination.name, restoredDestination(destination));
  for (const { rule, targets } of rules) {
    const { Name, EventBusName = 'default' } = rule;
    if (registry.buses.get(EventBusName)?.rules.has(Name ?? '')) continue;
    try {
      putRule(rule);
      if (targets.length > 0) putTargets({ Rule: Name, EventBusName, Targets: [...targets] });
    } catch (error) {
      log(`rule ${Name} is not restored: ${String(error)}`);
    }
  }
};
