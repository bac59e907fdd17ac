import { DescribeRuleCommand, type EventBridgeClient, ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { EVENT_NAMES, SNAPSHOT_NAMES, type SnapshotName } from '../../functions/events/event-names.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import { DIRECTED_SOURCE, directedName, snapshotSource } from '../../functions/shared/contract/event.ts';
import { resourceOf } from '../../functions/shared/table/events.ts';
import { endpointRules } from '../redrive/endpoint-rule.ts';
import { everyPage } from '../shared/every-page.ts';
import { UsageError } from '../shared/usage-error.ts';

/** The one consumer that a backfill is for. */
export interface Receiver {
  readonly kind: 'endpoint' | 'subscription';
  readonly rule: string;
  /** The tenant whose events the rule matches; `undefined` for all, or several. */
  readonly tenant: string | undefined;
  /** Returns the source and the detail-type under which only this consumer gets a snapshot. */
  readonly addressOf: (name: SnapshotName) => { readonly Source: string; readonly DetailType: string };
  /** The snapshots of those entities whose events the rule matches. */
  readonly snapshots: readonly SnapshotName[];
  /** Returns the events of these entities that the rule does not match. */
  missed(snapshots: readonly SnapshotName[]): readonly string[];
  isEnabled(): Promise<boolean>;
}

type Client = Pick<EventBridgeClient, 'send'>;

interface Pattern {
  readonly source?: readonly unknown[];
  readonly 'detail-type'?: readonly unknown[];
  readonly detail?: { readonly metadata?: { readonly lineage?: readonly unknown[]; readonly tenant?: readonly unknown[] } };
}

/**
 * Finds the endpoint or subscription of that name, whose live events must flow already.
 * @throws {UsageError} with what to do, when there is none or it receives nothing now
 */
export const findReceiver = async (client: Client, bus: Bus, to: string): Promise<Receiver> => {
  const endpoint = await endpointRules(client, bus)(to);
  const subscriptions = await rulesWithSource(client, bus, snapshotSource(to));
  const [subscription, another] = subscriptions;
  if (endpoint && subscription)
    throw new UsageError(`Both a webhook endpoint and the rule ${subscription.Name} receive ${to}: rename one.`);
  if (another) throw new UsageError(`Several rules receive ${to}: ${subscriptions.map(({ Name }) => Name).join(', ')}. Keep one.`);
  if (endpoint) {
    if (!endpoint.isEnabled) throw disabled(`The webhook endpoint ${to} is disabled or suspended`);
    return receiverOf(client, bus, { kind: 'endpoint', to, rule: endpoint.name, pattern: endpoint.pattern });
  }
  if (!subscription) throw unknown(bus, to);
  if (subscription.State === 'DISABLED') throw disabled(`The rule ${subscription.Name} of the subscription ${to} is disabled`);
  const { Name = '', EventPattern = '{}' } = subscription;
  return receiverOf(client, bus, { kind: 'subscription', to, rule: Name, pattern: EventPattern });
};

interface Found extends Pick<Receiver, 'kind' | 'rule'> {
  readonly to: string;
  readonly pattern: string;
}

const receiverOf = (client: Client, bus: Bus, { kind, to, rule, pattern: text }: Found): Receiver => {
  const pattern = JSON.parse(text) as Pattern;
  const isLive = (name: string): boolean => matchesType(pattern, name);
  const kindsOf = (isWanted: (event: string) => boolean): readonly SnapshotName[] =>
    SNAPSHOT_NAMES.filter((snapshot) => EVENT_NAMES.some((event) => isOfEntity(event, snapshot) && isWanted(event)));
  const unmatched = (snapshots: readonly SnapshotName[]): readonly string[] =>
    kind === 'endpoint' ? [] : snapshots.filter((name) => !matchesType(pattern, name));
  return {
    kind,
    rule,
    tenant: tenantIn(pattern),
    addressOf: (name) =>
      kind === 'endpoint' ? { Source: DIRECTED_SOURCE, DetailType: directedName(to) } : { Source: snapshotSource(to), DetailType: name },
    snapshots: kindsOf(isLive).filter((name) => unmatched([name]).length === 0),
    missed: (snapshots) => [
      ...unmatched(snapshots),
      ...EVENT_NAMES.filter((event) => snapshots.some((snapshot) => isOfEntity(event, snapshot)) && !isLive(event)),
    ],
    isEnabled: async () => (await client.send(new DescribeRuleCommand({ Name: rule, EventBusName: bus.name }))).State !== 'DISABLED',
  };
};

/** Returns the one tenant of a pattern; with several, all are read, and the rule selects. */
const tenantIn = ({ detail }: Pattern): string | undefined => {
  const { lineage, tenant } = detail?.metadata ?? {};
  const tenants = lineage ?? tenant ?? [];
  const [of] = tenants.filter((each) => typeof each === 'string');
  const isOfIt = (each: unknown): boolean => each === of || (Object(each) as { readonly prefix?: unknown }).prefix === `${of}/`;
  return tenants.every(isOfIt) ? of : undefined;
};

/** Returns whether an event has the whole state of the entities of a snapshot. */
const isOfEntity = (event: string, snapshot: SnapshotName): boolean =>
  resourceOf(event) === resourceOf(snapshot) && !event.includes('.limit.');

const matchesType = ({ 'detail-type': types }: Pattern, name: string): boolean =>
  types === undefined || types.some((type) => fits(type, name));

// What this does not know is left to EventBridge.
const fits = (type: unknown, name: string): boolean => {
  if (typeof type === 'string') return type === name;
  const { prefix, suffix } = Object(type) as { readonly prefix?: unknown; readonly suffix?: unknown };
  if (typeof prefix === 'string') return name.startsWith(prefix);
  return typeof suffix === 'string' ? name.endsWith(suffix) : true;
};

const rulesWithSource = async (client: Client, { name: EventBusName }: Bus, source: string): Promise<readonly Rule[]> => {
  const rules = await everyPage(async (start) => {
    const { Rules = [], NextToken } = await client.send(new ListRulesCommand({ EventBusName, ...start }));
    return { items: Rules, next: NextToken };
  });
  return rules.filter(({ EventPattern }) => EventPattern !== undefined && (JSON.parse(EventPattern) as Pattern).source?.includes(source));
};

const disabled = (sentence: string): UsageError =>
  new UsageError(`${sentence}, so live events are lost now: enable it first, and wait until it is in effect.`);

const unknown = ({ name }: Bus, to: string): UsageError =>
  new UsageError(
    `Nothing on the bus ${name} receives ${to}. A webhook endpoint: create it first. A rule of yours: add ` +
      `"${snapshotSource(to)}" to its source, and {"suffix":".snapshot"} to its detail-type.`,
  );
