import { type EventBridgeClient, ListApiDestinationsCommand, ListConnectionsCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { pairOf } from '../../functions/webhooks/resource-name.ts';
import { everyPage } from '../shared/every-page.ts';

export type ResourceKind = 'connection' | 'unauthorized' | 'destination' | 'rule';

type Client = Pick<EventBridgeClient, 'send'>;

/**
 * The resources of an endpoint in EventBridge: those of each pair of connection and destination, by
 * number, and whether the rule exists.
 */
export interface Resources {
  readonly pairs: ReadonlyMap<number, ReadonlySet<ResourceKind>>;
  readonly rule: boolean;
}

/**
 * Reads the resources of each endpoint in EventBridge. A connection that is not authorised is a
 * kind of its own, because nothing can be sent with it.
 */
export const resourcesByEndpoint = async (client: Client, prefix: string, busName: string): Promise<ReadonlyMap<string, Resources>> => {
  const found = new Map<string, { pairs: Map<number, Set<ResourceKind>>; rule: boolean }>();
  for (const [kind, name] of [
    ...(await connections(client, prefix)),
    ...(await destinations(client, prefix)),
    ...(await rules(client, prefix, busName)),
  ]) {
    const of = pairOf(prefix, name);
    if (!of) continue;
    const has = found.get(of.id) ?? { pairs: new Map<number, Set<ResourceKind>>(), rule: false };
    found.set(of.id, has);
    if (kind === 'rule') has.rule = true;
    else has.pairs.set(of.pair, (has.pairs.get(of.pair) ?? new Set<ResourceKind>()).add(kind));
  }
  return found;
};

type Named = readonly (readonly [ResourceKind, string])[];

const connections = (client: Client, NamePrefix: string): Promise<Named> =>
  everyPage(async (start) => {
    const { Connections = [], NextToken } = await client.send(new ListConnectionsCommand({ NamePrefix, ...start }));
    return {
      items: Connections.map(({ Name = '', ConnectionState }) => [ConnectionState === 'AUTHORIZED' ? 'connection' : 'unauthorized', Name]),
      next: NextToken,
    };
  });

const destinations = (client: Client, NamePrefix: string): Promise<Named> =>
  everyPage(async (start) => {
    const { ApiDestinations = [], NextToken } = await client.send(new ListApiDestinationsCommand({ NamePrefix, ...start }));
    return { items: ApiDestinations.map(({ Name = '' }) => ['destination', Name]), next: NextToken };
  });

const rules = (client: Client, NamePrefix: string, EventBusName: string): Promise<Named> =>
  everyPage(async (start) => {
    const { Rules = [], NextToken } = await client.send(new ListRulesCommand({ NamePrefix, EventBusName, ...start }));
    return { items: Rules.map(({ Name = '' }) => ['rule', Name]), next: NextToken };
  });
