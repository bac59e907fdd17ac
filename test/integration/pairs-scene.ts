import { pendingWebhookKey } from '../../functions/shared/table/webhook-keys.ts';
import { resourceName } from '../../functions/webhooks/resource-name.ts';
import type { TestTable } from '../../testing/table.ts';
import { endpointOn } from './reconciler-endpoint.ts';
import { bridgeOf, PREFIX, pairsInEventBridge, TOKENS } from './reconciler-scene.ts';

export const HOUR = 3_600_000;
export const ADDRESSES = ['https://b.example.com/', 'https://c.example.com/', 'https://d.example.com/'] as const;

/** Creates endpoints that can move, and reads the pairs that EventBridge has of them. */
export const pairsOn =
  (table: () => TestTable) =>
  async (fields: object = {}, bridge = bridgeOf()) => {
    const made = await endpointOn(table)(fields, bridge);
    const { id, commands } = made;
    return {
      ...made,
      pairs: () => pairsInEventBridge(bridge, id),
      move: (url: string, token: string = TOKENS[1]) => commands.patch(id, { url, token }),
      /** The token of the connection of a pair, and where its destination sends. */
      pair: (pair: number) => {
        const Name = resourceName(PREFIX, { id, pair });
        return [bridge.describeConnection({ Name }).Description, bridge.describeApiDestination({ Name }).InvocationEndpoint];
      },
      isWaiting: async () => (await table().table.get(pendingWebhookKey(id))) !== undefined,
    };
  };
