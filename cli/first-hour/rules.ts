import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  DeleteApiDestinationCommand,
  DeleteConnectionCommand,
  DeleteRuleCommand,
  DescribeConnectionCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { Site } from './site.ts';

/** The header that the connections of questions send their token in. */
export const TOKEN_HEADER = 'First-Hour-Token';

/** The id of the one target of a rule. */
export const TARGET = 'target';

/**
 * Returns the prefix of all names that the questions of one installation make. EventBridge takes 64
 * characters; a UUID has 36 of them.
 */
export const namePrefix = (installation: string): string =>
  `first-hour-${createHash('sha256').update(installation).digest('hex').slice(0, 8)}-`;

/** Returns a name that no other question uses. */
export const newName = ({ prefix }: Pick<Site, 'prefix'>): string => prefix + randomUUID();

/** Returns the pattern of events whose source is that name. */
const patternFor = (source: string): string => JSON.stringify({ source: [source] });

/** Makes a rule for events of the source `name` with one target; it is removed at the end. */
export const makeRule = async ({ eventBridge, busName, atEnd }: Site, name: string, target: Omit<Target, 'Id'>): Promise<void> => {
  const at = { EventBusName: busName };
  atEnd(() => eventBridge.send(new DeleteRuleCommand({ ...at, Name: name })));
  await eventBridge.send(new PutRuleCommand({ ...at, Name: name, EventPattern: patternFor(name) }));
  atEnd(() => eventBridge.send(new RemoveTargetsCommand({ ...at, Rule: name, Ids: [TARGET] })));
  const { FailedEntries = [] } = await eventBridge.send(
    new PutTargetsCommand({ ...at, Rule: name, Targets: [{ Id: TARGET, ...target } as Target] }),
  );
  if (FailedEntries[0]) throw new Error(`PutTargets: ${FailedEntries[0].ErrorCode} ${FailedEntries[0].ErrorMessage}`);
};

/** Returns the authorisation of a connection by a token in {@link TOKEN_HEADER}. */
export const keyOf = (ApiKeyValue: string) => ({ ApiKeyAuthParameters: { ApiKeyName: TOKEN_HEADER, ApiKeyValue } });

/**
 * Makes a connection with that token and an API destination at that address; both are removed at
 * the end.
 */
export const makeDestination = async (site: Site, name: string, url: string, token: string, signal: AbortSignal) => {
  const { eventBridge, atEnd, pauseMs } = site;
  const { ConnectionArn = '' } = await eventBridge.send(
    new CreateConnectionCommand({ Name: name, AuthorizationType: 'API_KEY', AuthParameters: keyOf(token) }),
  );
  atEnd(() => eventBridge.send(new DeleteConnectionCommand({ Name: name })));
  for (;;) {
    const { ConnectionState } = await eventBridge.send(new DescribeConnectionCommand({ Name: name }));
    if (ConnectionState === 'AUTHORIZED') break;
    if (ConnectionState === 'DEAUTHORIZED') throw new Error('EventBridge could not authorise the connection');
    await delay(pauseMs, undefined, { signal });
  }
  const { ApiDestinationArn = '' } = await eventBridge.send(
    new CreateApiDestinationCommand({
      ...{ Name: name, ConnectionArn, InvocationEndpoint: url, HttpMethod: 'POST', InvocationRateLimitPerSecond: 300 },
    }),
  );
  atEnd(() => eventBridge.send(new DeleteApiDestinationCommand({ Name: name })));
  return { ApiDestinationArn, ConnectionArn };
};

/** Puts one event of the source `name` on the bus. */
export const putEvent = async (
  { eventBridge, busName }: Pick<Site, 'eventBridge' | 'busName'>,
  name: string,
  payload: object,
): Promise<void> => {
  const Detail = JSON.stringify({ metadata: { eventId: randomUUID() }, payload });
  const { Entries = [] } = await eventBridge.send(
    new PutEventsCommand({ Entries: [{ EventBusName: busName, Source: name, DetailType: 'first.hour', Detail }] }),
  );
  if (Entries[0]?.ErrorCode) throw new Error(`PutEvents: ${Entries[0].ErrorCode} ${Entries[0].ErrorMessage}`);
};
