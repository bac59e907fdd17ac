import { CfnEventBusPolicy, type IEventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { operatorRule } from '../../functions/deliveries/endpoint-name.ts';
import { SOURCE, snapshotSource } from '../../functions/shared/contract/event.ts';
import { busOf } from '../configuration/bus-name.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { eventsArn } from './webhook-target.ts';

interface SubscriberAccessProps {
  readonly bus: IEventBus;
  readonly configuration: Configuration;
}

// "Example policy: Send events to the same account and restrict updates" (EventBridge user guide),
// and what CloudFormation calls for a rule besides.
const MANAGE = [
  ...['DeleteRule', 'DescribeRule', 'DisableRule', 'EnableRule', 'ListTagsForResource', 'TagResource', 'UntagResource'],
  ...['PutTargets', 'RemoveTargets', 'ListTargetsByRule'],
].map((action) => `events:${action}`);

/**
 * Lets the accounts of the configuration make rules on the bus, each its own rules only, of the
 * events of tenants only; and refuses them to put events, and the names of the installation's
 * rules, which the policies of its queues and roles trust.
 */
export class SubscriberAccess extends Construct {
  constructor(scope: Construct, id: string, { bus, configuration }: SubscriberAccessProps) {
    super(scope, id);
    const { subscriberAccounts } = configuration;
    if (subscriberAccounts.length === 0) return;
    const principals = subscriberAccounts.map((account) => new AccountPrincipal(account));
    const named = (name: string) => eventsArn(this, 'rule', `${bus.eventBusName}/${name}`);
    const rules = [named('*')];
    // A rule that is new has no creator yet.
    const own = { StringEqualsIfExists: { 'events:creatorAccount': `\${aws:PrincipalAccount}` } };
    // Without the source a pattern would match the canary's events, and those of one endpoint.
    // A subscription with a name also matches the snapshots that are sent to it.
    const sources = [SOURCE, snapshotSource('*')];
    const ofTenants = { 'ForAllValues:StringLike': { 'events:source': sources }, Null: { 'events:source': 'false' } };
    const statements = {
      PutRule: new PolicyStatement({ principals, actions: ['events:PutRule'], resources: rules, conditions: { ...own, ...ofTenants } }),
      ManageRules: new PolicyStatement({ principals, actions: MANAGE, resources: rules, conditions: own }),
      RefusePutEvents: new PolicyStatement({
        effect: Effect.DENY,
        principals,
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
      }),
      RefuseNames: new PolicyStatement({
        effect: Effect.DENY,
        principals,
        actions: ['events:PutRule', 'events:PutTargets'],
        resources: [named(`${configuration.installation}-*`), named(operatorRule('*', busOf(configuration)))],
      }),
    };
    const policies = Object.entries(statements).map(
      ([name, statement]) =>
        new CfnEventBusPolicy(this, name, {
          eventBusName: bus.eventBusName,
          statementId: `Subscribers${name}`,
          statement: statement.toStatementJson(),
        }),
    );
    // They are parts of one policy, which is read, changed and written for each.
    policies.reduce((before, policy) => {
      policy.addResourceDependency(before);
      return policy;
    });
  }
}
