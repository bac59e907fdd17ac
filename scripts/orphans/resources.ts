import { type EventBridgeClient, ListApiDestinationsCommand, ListConnectionsCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { endpointIdOf } from '../../functions/webhooks/resource-name.ts';

export type ResourceKind = 'connection' | 'unauthorized' | 'destination' | 'rule';

type Client = Pick<EventBridgeClient, 'send'>;

/** The names of what EventBridge has of each endpoint; a connection that is not authorised stands apart, because nothing can be sent with it. */
export const resourcesByEndpoint = async (
  client: Client,
  prefix: string,
  busName: string,
): Promise<ReadonlyMap<string, ReadonlySet<ResourceKind>>> => {
  const found = new Map<string, Set<ResourceKind>>();
  for (const [kind, name] of [
    ...(await connections(client, prefix)),
    ...(await destinations(client, prefix)),
    ...(await rules(client, prefix, busName)),
  ]) {
    const id = endpointIdOf(prefix, name);
    if (id !== undefined) found.set(id, (found.get(id) ?? new Set()).add(kind));
  }
  return found;
};

type Named = readonly (readonly [ResourceKind, string])[];

const connections = (client: Client, NamePrefix: string): Promise<Named> =>
  pages(async (at) => {
    const { Connections = [], NextToken } = await client.send(new ListConnectionsCommand({ NamePrefix, ...at }));
    return {
      items: Connections.map(({ Name = '', ConnectionState }) => [ConnectionState === 'AUTHORIZED' ? 'connection' : 'unauthorized', Name]),
      next: NextToken,
    };
  });

const destinations = (client: Client, NamePrefix: string): Promise<Named> =>
  pages(async (at) => {
    const { ApiDestinations = [], NextToken } = await client.send(new ListApiDestinationsCommand({ NamePrefix, ...at }));
    return { items: ApiDestinations.map(({ Name = '' }) => ['destination', Name]), next: NextToken };
  });

const rules = (client: Client, NamePrefix: string, EventBusName: string): Promise<Named> =>
  pages(async (at) => {
    const { Rules = [], NextToken } = await client.send(new ListRulesCommand({ NamePrefix, EventBusName, ...at }));
    return { items: Rules.map(({ Name = '' }) => ['rule', Name]), next: NextToken };
  });

interface Listed {
  readonly items: Named;
  readonly next: string | undefined;
}

const pages = async (read: (at: { readonly NextToken?: string }) => Promise<Listed>): Promise<Named> => {
  const { items, next } = await read({});
  const all = [...items];
  for (let token = next; token !== undefined; ) {
    const page = await read({ NextToken: token });
    all.push(...page.items);
    token = page.next;
  }
  return all;
};
