import { type EventBridgeClient, ListApiDestinationsCommand, ListConnectionsCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { type AwsLimit, limitIn } from '@tenantry/cdk-local/base/aws-limit';
import { LIMITS } from '@tenantry/cdk-local/eventbridge/limits';
import { hasWildcard } from '@tenantry/event-pattern/wildcards';
import { everyPage } from '../../shared/every-page.ts';
import { type Finding, ok, warn } from '../finding.ts';
import type { Installation } from './installation.ts';

interface Count {
  readonly limit: AwsLimit & { readonly value: number };
  readonly what: string;
  readonly count: number;
  readonly most: number;
}

/**
 * Checks that EventBridge's quotas leave capacity for more endpoints. Quotas that AWS may have
 * raised are compared with their defaults.
 */
export const checkEventBridgeQuotas = async (client: EventBridgeClient, { outputs }: Installation): Promise<Finding> => {
  const region = await client.config.region();
  const bus = outputs.EventBusName ?? '';
  const patterns = await everyPage(async (start) => {
    const { Rules = [], NextToken: next } = await client.send(new ListRulesCommand({ EventBusName: bus, ...start }));
    return { items: Rules.map(({ EventPattern }) => EventPattern), next };
  });
  const connections = await everyPage(async (start) => {
    const { Connections = [], NextToken: next } = await client.send(new ListConnectionsCommand({ Limit: 100, ...start }));
    return { items: Connections, next };
  });
  const destinations = await everyPage(async (start) => {
    const { ApiDestinations = [], NextToken: next } = await client.send(new ListApiDestinationsCommand({ Limit: 100, ...start }));
    return { items: ApiDestinations, next };
  });
  const countOf = (limit: Count['limit'], what: string, items: readonly unknown[]): Count => ({
    ...{ limit, what, count: items.length },
    most: limitIn(limit, region),
  });
  return findingOn([
    countOf(LIMITS.rulesPerBus, 'rules', patterns),
    countOf(
      LIMITS.wildcardRulesPerBus,
      'with wildcards',
      patterns.filter((pattern) => pattern !== undefined && hasWildcard(pattern)),
    ),
    countOf(LIMITS.connections, 'connections', connections),
    countOf(LIMITS.destinations, 'destinations', destinations),
  ]);
};

const SEE = 'docs/events.md#quotas';

const findingOn = (counts: readonly Count[]): Finding => {
  const seen = counts.map(({ what, count, most }) => `${count} of ${most} ${what}`).join(', ');
  const full = counts.filter(({ count, most }) => count >= 0.8 * most);
  if (full.length === 0) return ok(seen);
  const fixed = full.find(({ limit }) => !limit.adjustable);
  if (fixed) return warn(seen, `The quota "${fixed.limit.name}" is fixed: remove rules that are not needed.`, SEE);
  const names = full.map(({ limit }) => `"${limit.name}"`).join(', ');
  return warn(seen, `Ask for more of ${names} in Service Quotas, unless that is done: the numbers are the defaults.`, SEE);
};
