import {
  type ConnectionState,
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  DeleteApiDestinationCommand,
  DeleteConnectionCommand,
  DeleteRuleCommand,
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
  DescribeRuleCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
  UpdateApiDestinationCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import { BODY_PATH, HEADER_PATHS, RETRY } from '../events/contract-delivery.ts';
import { isOutage } from '../shared/base/outage.ts';
import { type Address, type Connection, type ControlPlane, ControlPlaneError, type PairId, type Token } from './control-plane.ts';
import { resourceName } from './resource-name.ts';

export interface EventBridgeSettings {
  readonly client: Pick<EventBridgeClient, 'send'>;
  /** What the name of every resource begins with. */
  readonly prefix: string;
  readonly busName: string;
  /** The role that may send to the destinations. */
  readonly roleArn: string;
  /** The queue for what could not be delivered. */
  readonly deadLetterArn: string;
}

/** The control plane of EventBridge: names are those of `resourceName`. */
export const eventBridgeControlPlane = ({ client, prefix, busName, roleArn, deadLetterArn }: EventBridgeSettings): ControlPlane => {
  const nameOf = (id: string): string => resourceName(prefix, { id, pair: 0 });
  const ofRule = (id: string) => ({ Rule: nameOf(id), EventBusName: busName });
  const ofPair = (pair: PairId) => ({ Name: resourceName(prefix, pair) });

  return {
    connection: (pair) =>
      found('DescribeConnection', async () => connectionOf(await client.send(new DescribeConnectionCommand(ofPair(pair))))),
    createConnection: (pair, token) =>
      done('CreateConnection', () => client.send(new CreateConnectionCommand({ ...ofPair(pair), ...signIn(token) }))),
    updateConnection: (pair, token) =>
      done('UpdateConnection', () => client.send(new UpdateConnectionCommand({ ...ofPair(pair), ...signIn(token) }))),
    removeConnection: (pair) => gone('DeleteConnection', () => client.send(new DeleteConnectionCommand(ofPair(pair)))),

    destination: (pair) =>
      found('DescribeApiDestination', async () => {
        const answer = await client.send(new DescribeApiDestinationCommand(ofPair(pair)));
        return { arn: answer.ApiDestinationArn ?? '', url: answer.InvocationEndpoint ?? '', connectionArn: answer.ConnectionArn ?? '' };
      }),
    createDestination: (pair, to) =>
      told('CreateApiDestination', async () => {
        const answer = await client.send(new CreateApiDestinationCommand({ ...ofPair(pair), HttpMethod: 'POST', ...addressed(to) }));
        return answer.ApiDestinationArn ?? '';
      }),
    updateDestination: (pair, to) =>
      done('UpdateApiDestination', () => client.send(new UpdateApiDestinationCommand({ ...ofPair(pair), ...addressed(to) }))),
    removeDestination: (pair) => gone('DeleteApiDestination', () => client.send(new DeleteApiDestinationCommand(ofPair(pair)))),

    rule: (id) =>
      found('DescribeRule', async () => {
        const { State, EventPattern = '{}' } = await client.send(new DescribeRuleCommand({ Name: nameOf(id), EventBusName: busName }));
        return { enabled: State !== 'DISABLED', pattern: EventPattern };
      }),
    putRule: (id, { enabled, pattern }) => {
      const rule = { Name: nameOf(id), EventBusName: busName, EventPattern: pattern, State: enabled ? 'ENABLED' : 'DISABLED' } as const;
      return done('PutRule', () => client.send(new PutRuleCommand(rule)));
    },
    removeRule: (id) => gone('DeleteRule', () => client.send(new DeleteRuleCommand({ Name: nameOf(id), EventBusName: busName }))),

    putTarget: (id, destinationArn) =>
      done('PutTargets', async () => {
        const Targets = [targetTo(destinationArn, roleArn, deadLetterArn)];
        requireAll('PutTargets', await client.send(new PutTargetsCommand({ ...ofRule(id), Targets })));
      }),
    removeTarget: (id) =>
      gone('RemoveTargets', async () =>
        requireAll('RemoveTargets', await client.send(new RemoveTargetsCommand({ ...ofRule(id), Ids: [TARGET] }))),
      ),
  };
};

const TARGET = 'webhook';

/** The target of every endpoint's rule: the webhook body, with what is said of it in headers, for as long as EventBridge tries. */
const targetTo = (Arn: string, RoleArn: string, deadLetterArn: string): Target => ({
  Id: TARGET,
  Arn,
  RoleArn,
  InputPath: BODY_PATH,
  HttpParameters: {
    HeaderParameters: HEADER_PATHS,
  },
  RetryPolicy: { MaximumRetryAttempts: RETRY.attempts, MaximumEventAgeInSeconds: RETRY.hours * 3600 },
  DeadLetterConfig: { Arn: deadLetterArn },
});

const addressed = ({ url, connectionArn }: Address) => ({ InvocationEndpoint: url, ConnectionArn: connectionArn });

// A connection never tells its secret: what it holds is told by its description.
const signIn = ({ token, tokenVersion }: Token) => ({
  Description: `token ${tokenVersion}`,
  AuthorizationType: 'API_KEY' as const,
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: token } },
});

interface Described {
  readonly ConnectionArn?: string | undefined;
  readonly ConnectionState?: ConnectionState | undefined;
  readonly Description?: string | undefined;
}

const connectionOf = ({ ConnectionArn = '', ConnectionState, Description = '' }: Described): Connection => {
  const version = /^token (\d+)$/.exec(Description)?.[1];
  return { arn: ConnectionArn, state: stateOf(ConnectionState), ...(version !== undefined && { tokenVersion: Number(version) }) };
};

const stateOf = (state: ConnectionState | undefined): Connection['state'] => {
  if (state === 'AUTHORIZED') return 'authorized';
  if (state === 'DELETING') return 'leaving';
  return state === 'DEAUTHORIZED' || state === 'FAILED_CONNECTIVITY' ? 'refused' : 'waiting';
};

const told = async <T>(action: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ControlPlaneError) throw error;
    throw new ControlPlaneError(action, error instanceof Error ? error.name : 'UnknownError', isOutage(error));
  }
};

const done = async (action: string, call: () => Promise<unknown>): Promise<void> => void (await told(action, call));

const found = async <T>(action: string, call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await told(action, call);
  } catch (error) {
    if (error instanceof ControlPlaneError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const gone = async (action: string, call: () => Promise<unknown>): Promise<void> => void (await found(action, call));

interface Entries {
  readonly FailedEntryCount?: number | undefined;
  readonly FailedEntries?: readonly { readonly ErrorCode?: string | undefined }[] | undefined;
}

const requireAll = (action: string, { FailedEntryCount = 0, FailedEntries = [] }: Entries): void => {
  if (FailedEntryCount > 0) throw new ControlPlaneError(action, FailedEntries[0]?.ErrorCode ?? 'FailedEntry', false);
};
