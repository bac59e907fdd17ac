import { ArnFormat, Stack, Token, Validations } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type Role } from 'aws-cdk-lib/aws-iam';
import type { TenantryFunction } from '../base/tenantry-function.ts';
import { wildcardFinding } from '../base/wildcard-finding.ts';
import { eventsArn } from '../bus/webhook-target.ts';

interface ControlPlaneScope {
  /** The prefix of the names of all resources that it may change. */
  readonly prefix: string;
  readonly bus: IEventBus;
  /** The one role that it may pass to EventBridge. */
  readonly targetRole: Role;
}

const CONNECTION = ['Create', 'Update', 'Describe', 'Delete'].map((verb) => `events:${verb}Connection`);
const DESTINATION = ['Create', 'Update', 'Describe', 'Delete'].map((verb) => `events:${verb}ApiDestination`);
// These two also need the connection of the destination (Service Authorization Reference, "Amazon
// EventBridge").
const CONNECTION_OF_DESTINATION = ['events:CreateApiDestination', 'events:DescribeApiDestination'];
const RULE = ['PutRule', 'DescribeRule', 'DeleteRule', 'PutTargets', 'RemoveTargets'].map((action) => `events:${action}`);
// EventBridge stores the secret of a connection as the caller that creates it (user guide,
// "Connections").
const SECRET = ['CreateSecret', 'UpdateSecret', 'DescribeSecret', 'DeleteSecret', 'GetSecretValue', 'PutSecretValue'].map(
  (action) => `secretsmanager:${action}`,
);

/**
 * Lets a function create, change and remove connections, destinations and rules with the
 * installation's prefix.
 */
export const grantControlPlane = (grantee: TenantryFunction, { prefix, bus, targetRole }: ControlPlaneScope): void => {
  const allow = (actions: readonly string[], resource: string, conditions?: Record<string, Record<string, string>>) =>
    Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [resource], ...(conditions && { conditions }) });

  allow([...CONNECTION, ...CONNECTION_OF_DESTINATION], eventsArn(grantee, 'connection', `${prefix}*`));
  allow(DESTINATION, eventsArn(grantee, 'api-destination', `${prefix}*`));
  allow(RULE, eventsArn(grantee, 'rule', `${bus.eventBusName}/${prefix}*`));
  allow(SECRET, secretArn(grantee, `events!connection/${prefix}*`));
  // Needed for the first connection of an account.
  allow(['iam:CreateServiceLinkedRole'], serviceLinkedRole(grantee), { StringEquals: { 'iam:AWSServiceName': SERVICE } });
  allow(['iam:PassRole'], targetRole.roleArn, { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } });

  const busName = Token.isUnresolved(bus.eventBusName) ? '…' : bus.eventBusName;
  const types = ['events:connection/', 'events:api-destination/', `events:rule/${busName}/`, 'secretsmanager:secret:events!connection/'];
  const reason = 'What an endpoint has in EventBridge is made at run time, under names of this installation; the end of a name is an id.';
  Validations.of(grantee).acknowledge(...types.map((names) => ({ id: wildcardFinding(`${names}${prefix}*`), reason })));
};

const SERVICE = 'apidestinations.events.amazonaws.com';

const serviceLinkedRole = (grantee: TenantryFunction): string =>
  Stack.of(grantee).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: `aws-service-role/${SERVICE}/AWSServiceRoleForAmazonEventBridgeApiDestinations`,
  });

const secretArn = (grantee: TenantryFunction, resourceName: string): string =>
  Stack.of(grantee).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
