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
  /** The prefix of the names of all resources. */
  readonly prefix: string;
  readonly busName: string;
  /** The role that may send to the destinations. */
  readonly roleArn: string;
  /** The dead-letter queue of the rules' targets. */
  readonly deadLetterArn: string;
}

/** Creates the control plane of EventBridge; `resourceName` names its resources. */
export const eventBridgeControlPlane = ({ client, prefix, busName, roleArn, deadLetterArn }: EventBridgeSettings): ControlPlane => {
  const nameOf = (id: string): string => resourceName(prefix, { id, pair: 0 });
  const ruleRequest = (id: string) => ({ Rule: nameOf(id), EventBusName: busName });
  const pairRequest = (pair: PairId) => ({ Name: resourceName(prefix, pair) });

  return {
    connection: (pair) =>
      find('DescribeConnection', async () => connectionOf(await client.send(new DescribeConnectionCommand(pairRequest(pair))))),
    createConnection: (pair, token) =>
      run('CreateConnection', () => client.send(new CreateConnectionCommand({ ...pairRequest(pair), ...authorization(token) }))),
    updateConnection: (pair, token) =>
      run('UpdateConnection', () => client.send(new UpdateConnectionCommand({ ...pairRequest(pair), ...authorization(token) }))),
    removeConnection: (pair) => removeIfExists('DeleteConnection', () => client.send(new DeleteConnectionCommand(pairRequest(pair)))),

    destination: (pair) =>
      find('DescribeApiDestination', async () => {
        const answer = await client.send(new DescribeApiDestinationCommand(pairRequest(pair)));
        return { arn: answer.ApiDestinationArn ?? '', url: answer.InvocationEndpoint ?? '', connectionArn: answer.ConnectionArn ?? '' };
      }),
    createDestination: (pair, to) =>
      withControlPlaneError('CreateApiDestination', async () => {
        const answer = await client.send(new CreateApiDestinationCommand({ ...pairRequest(pair), HttpMethod: 'POST', ...addressOf(to) }));
        return answer.ApiDestinationArn ?? '';
      }),
    updateDestination: (pair, to) =>
      run('UpdateApiDestination', () => client.send(new UpdateApiDestinationCommand({ ...pairRequest(pair), ...addressOf(to) }))),
    removeDestination: (pair) =>
      removeIfExists('DeleteApiDestination', () => client.send(new DeleteApiDestinationCommand(pairRequest(pair)))),

    rule: (id) =>
      find('DescribeRule', async () => {
        const { State, EventPattern = '{}' } = await client.send(new DescribeRuleCommand({ Name: nameOf(id), EventBusName: busName }));
        return { enabled: State !== 'DISABLED', pattern: EventPattern };
      }),
    putRule: (id, { enabled, pattern }) => {
      const rule = { Name: nameOf(id), EventBusName: busName, EventPattern: pattern, State: enabled ? 'ENABLED' : 'DISABLED' } as const;
      return run('PutRule', () => client.send(new PutRuleCommand(rule)));
    },
    removeRule: (id) => removeIfExists('DeleteRule', () => client.send(new DeleteRuleCommand({ Name: nameOf(id), EventBusName: busName }))),

    putTarget: (id, destinationArn) =>
      run('PutTargets', async () => {
        const Targets = [targetTo(destinationArn, roleArn, deadLetterArn)];
        requireAll('PutTargets', await client.send(new PutTargetsCommand({ ...ruleRequest(id), Targets })));
      }),
    removeTarget: (id) =>
      removeIfExists('RemoveTargets', async () =>
        requireAll('RemoveTargets', await client.send(new RemoveTargetsCommand({ ...ruleRequest(id), Ids: [TARGET] }))),
      ),
  };
};

const TARGET = 'webhook';

/**
 * Returns the target of an endpoint's rule: the webhook body, its metadata in headers, and the
 * retry policy.
 */
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

const addressOf = ({ url, connectionArn }: Address) => ({ InvocationEndpoint: url, ConnectionArn: connectionArn });

// EventBridge never returns the secret of a connection, so its description says which one it has.
const authorization = ({ token, tokenVersion }: Token) => ({
  Description: `token ${tokenVersion}`,
  AuthorizationType: 'API_KEY' as const,
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: token } },
});

interface ConnectionDescription {
  readonly ConnectionArn?: string | undefined;
  readonly ConnectionState?: ConnectionState | undefined;
  readonly Description?: string | undefined;
}

const connectionOf = ({ ConnectionArn = '', ConnectionState, Description = '' }: ConnectionDescription): Connection => {
  const version = /^token (\d+)$/.exec(Description)?.[1];
  return { arn: ConnectionArn, state: stateOf(ConnectionState), ...(version !== undefined && { tokenVersion: Number(version) }) };
};

const stateOf = (state: ConnectionState | undefined): Connection['state'] => {
  if (state === 'AUTHORIZED') return 'authorized';
  if (state === 'DELETING') return 'leaving';
  return state === 'DEAUTHORIZED' || state === 'FAILED_CONNECTIVITY' ? 'refused' : 'waiting';
};

const withControlPlaneError = async <T>(action: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ControlPlaneError) throw error;
    throw new ControlPlaneError(action, error instanceof Error ? error.name : 'UnknownError', isOutage(error));
  }
};

const run = async (action: string, call: () => Promise<unknown>): Promise<void> => void (await withControlPlaneError(action, call));

const find = async <T>(action: string, call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await withControlPlaneError(action, call);
  } catch (error) {
    if (error instanceof ControlPlaneError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const removeIfExists = async (action: string, call: () => Promise<unknown>): Promise<void> => void (await find(action, call));

interface Entries {
  readonly FailedEntryCount?: number | undefined;
  readonly FailedEntries?: readonly { readonly ErrorCode?: string | undefined }[] | undefined;
}

const requireAll = (action: string, { FailedEntryCount = 0, FailedEntries = [] }: Entries): void => {
  if (FailedEntryCount > 0) throw new ControlPlaneError(action, FailedEntries[0]?.ErrorCode ?? 'FailedEntry', false);
};
