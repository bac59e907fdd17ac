import {
  DeleteApiDestinationCommand,
  DeleteConnectionCommand,
  DeleteRuleCommand,
  type EventBridgeClient,
  ListApiDestinationsCommand,
  ListConnectionsCommand,
  ListRulesCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteQueueCommand, paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';
import { everyPage } from '../shared/every-page.ts';
import { TARGET } from './rules.ts';

/** The places where an interrupted run may have left something, and the prefix of its names. */
export interface Leftovers {
  readonly eventBridge: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly busName: string;
  readonly prefix: string;
}

/**
 * Removes what the questions of an interrupted run have left: rules, whose bus cannot be deleted
 * before them, API destinations, connections and queues. What cannot be removed keeps nothing else
 * from being removed.
 * @throws {AggregateError} the errors of what is left
 */
export const removeLeftovers = async (leftovers: Leftovers): Promise<void> => {
  const errors: unknown[] = [];
  // In this order: a target needs its destination, and a destination its connection.
  for (const kind of [rules, destinations, connections, queues]) {
    try {
      for (const remove of await kind(leftovers)) await remove().catch((error: unknown) => errors.push(error));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} left: ${errors.map(String).join('; ')}`);
};

type Removals = (leftovers: Leftovers) => Promise<readonly (() => Promise<unknown>)[]>;

const rules: Removals = async ({ eventBridge, busName: EventBusName, prefix: NamePrefix }) => {
  const all = everyPage(async (start) => {
    const { Rules: items = [], NextToken: next } = await eventBridge.send(new ListRulesCommand({ EventBusName, NamePrefix, ...start }));
    return { items, next };
  });
  const found = await all.catch((error: Error) => {
    // The bus is gone, or was never made.
    if (error.name === 'ResourceNotFoundException') return [];
    throw error;
  });
  return found.flatMap(({ Name }) => [
    () => eventBridge.send(new RemoveTargetsCommand({ EventBusName, Rule: Name, Ids: [TARGET] })),
    () => eventBridge.send(new DeleteRuleCommand({ EventBusName, Name })),
  ]);
};

const destinations: Removals = async ({ eventBridge, prefix: NamePrefix }) => {
  const all = await everyPage(async (start) => {
    const { ApiDestinations: items = [], NextToken: next } = await eventBridge.send(
      new ListApiDestinationsCommand({ NamePrefix, ...start }),
    );
    return { items, next };
  });
  return all.map(
    ({ Name }) =>
      () =>
        eventBridge.send(new DeleteApiDestinationCommand({ Name })),
  );
};

const connections: Removals = async ({ eventBridge, prefix: NamePrefix }) => {
  const all = await everyPage(async (start) => {
    const { Connections: items = [], NextToken: next } = await eventBridge.send(new ListConnectionsCommand({ NamePrefix, ...start }));
    return { items, next };
  });
  return all.map(
    ({ Name }) =>
      () =>
        eventBridge.send(new DeleteConnectionCommand({ Name })),
  );
};

const queues: Removals = async ({ sqs, prefix: QueueNamePrefix }) => {
  const removals: (() => Promise<unknown>)[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs, pageSize: 1000 }, { QueueNamePrefix })) {
    removals.push(...QueueUrls.map((QueueUrl) => () => sqs.send(new DeleteQueueCommand({ QueueUrl }))));
  }
  return removals;
};
