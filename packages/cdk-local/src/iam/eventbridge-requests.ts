import type { PutEventsRequest, PutTargetsRequest } from '@aws-sdk/client-eventbridge';
import type { AccessRequest } from './request.ts';
import { CONNECTION_SERVICE } from './service-linked-role.ts';
import type { ServiceState } from './service-state.ts';

type Input = {
  readonly Name?: string;
  readonly Rule?: string;
  readonly EventBusName?: string;
  readonly RoleArn?: string;
  readonly ConnectionArn?: string;
};

const EVENTS = 'events.amazonaws.com';
const CONNECTION_ROLE = `role/aws-service-role/${CONNECTION_SERVICE}/AWSServiceRoleForAmazonEventBridgeApiDestinations`;

/**
 * EventBridge keeps the credentials of a connection in a secret, in the caller's name. The user
 * guide names six actions in all and not which call needs which: this is how they are divided here.
 */
const SECRET_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  CreateConnection: ['CreateSecret'],
  UpdateConnection: ['DescribeSecret', 'GetSecretValue', 'UpdateSecret', 'PutSecretValue'],
  DeleteConnection: ['DeleteSecret'],
};

const lastPart = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

const connectionName = (nameOrArn: string): string => /:connection\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;

const passRole = (roleArn: string): AccessRequest => ({
  action: 'iam:PassRole',
  resource: roleArn,
  context: { 'iam:passedtoservice': EVENTS },
});

/**
 * Returns the access requests of an EventBridge call: itself, and what EventBridge does in the
 * caller's name.
 */
export const eventBridgeRequests = (action: string, input: Input, state: ServiceState): readonly AccessRequest[] => {
  const { region, account, hasConnectionRole, connectionOf } = state;
  const arn = (resource: string) => `arn:aws:events:${region}:${account}:${resource}`;
  const on = (resource: string): AccessRequest => ({ action: `events:${action}`, resource: arn(resource) });
  const { Name = '', Rule = '', EventBusName = 'default', RoleArn, ConnectionArn } = input;
  const bus = lastPart(EventBusName);
  const rule = (name: string) => on(`rule/${bus === 'default' ? '' : `${bus}/`}${name}`);

  const secrets = (): readonly AccessRequest[] =>
    (SECRET_ACTIONS[action] ?? []).map((name) => ({
      action: `secretsmanager:${name}`,
      // EventBridge appends an id that is unknown beforehand.
      resource: `arn:aws:secretsmanager:${region}:${account}:secret:events!connection/${Name}/00000000-0000-0000-0000-000000000000-000000`,
    }));
  const connectionRole = (): readonly AccessRequest[] =>
    action !== 'CreateConnection' || hasConnectionRole()
      ? []
      : [
          {
            action: 'iam:CreateServiceLinkedRole',
            resource: `arn:aws:iam::${account}:${CONNECTION_ROLE}`,
            context: { 'iam:awsservicename': CONNECTION_SERVICE },
          },
        ];

  if (action === 'PutEvents') {
    const { Entries = [] } = input as PutEventsRequest;
    return [...new Set(Entries.map((entry) => lastPart(entry.EventBusName ?? 'default')))].map((name) => on(`event-bus/${name}`));
  }
  if (action.endsWith('ApiDestination')) {
    // Two of the actions are also about the connection (Service Authorization Reference, "Amazon
    // EventBridge").
    const connection = { CreateApiDestination: ConnectionArn, DescribeApiDestination: connectionOf(Name) }[action];
    return [on(`api-destination/${Name}`), ...(connection === undefined ? [] : [on(`connection/${connectionName(connection)}`)])];
  }
  if (action.endsWith('Connection')) return [on(`connection/${Name}`), ...connectionRole(), ...secrets()];
  if (action.endsWith('Targets')) {
    const { Targets = [] } = input as PutTargetsRequest;
    const roles = action === 'PutTargets' ? Targets.flatMap((target) => target.RoleArn ?? []) : [];
    return [rule(Rule), ...roles.map(passRole)];
  }
  if (action.endsWith('Rule')) return [rule(Name), ...(RoleArn === undefined ? [] : [passRole(RoleArn)])];
  return [{ action: `events:${action}`, resource: '*' }];
};
