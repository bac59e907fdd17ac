import { Stack } from 'aws-cdk-lib';
import { type EventBusProps, type IEventBus, IncludeDetail, Level } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource, type LogGroup, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { StructuredLog } from '../base/structured-log.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface BusLogProps {
  readonly bus: IEventBus;
  readonly configuration: Configuration;
}

/**
 * The logs of each level of "Configuring logs for Amazon EventBridge event buses": a level includes
 * those above it.
 */
const LOGS = {
  off: [],
  error: ['ERROR_LOGS'],
  info: ['ERROR_LOGS', 'INFO_LOGS'],
  trace: ['ERROR_LOGS', 'INFO_LOGS', 'TRACE_LOGS'],
} as const;

const LEVELS = { error: Level.ERROR, info: Level.INFO, trace: Level.TRACE } as const;

/** Returns the logging of a bus by the configuration; it never contains the events themselves. */
export const logConfigOf = ({ busLogging }: Configuration): Pick<EventBusProps, 'logConfig'> =>
  busLogging === 'off' ? {} : { logConfig: { level: LEVELS[busLogging], includeDetail: IncludeDetail.NONE } };

/** Delivers the logs of the bus to CloudWatch Logs, unless the configuration switches them off. */
export class BusLog extends Construct {
  constructor(scope: Construct, id: string, { bus, configuration }: BusLogProps) {
    super(scope, id);
    const types = LOGS[configuration.busLogging];
    if (types.length === 0) return;

    const { logGroup } = new StructuredLog(this, 'Log', { configuration });
    const name = `${configuration.installation}-bus`;
    // The CDK would name it by its place in the app, which two installations of an account may
    // share.
    new ResourcePolicy(logGroup, 'Policy', { resourcePolicyName: `${name}-log`, policyStatements: [deliveryTo(logGroup)] });
    const destination = new CfnDeliveryDestination(this, 'Destination', { name, destinationResourceArn: logGroup.logGroupArn });
    const deliveries = types.map((logType) => {
      const source = new CfnDeliverySource(this, logType, { name: `${name}-${logType}`, logType, resourceArn: bus.eventBusArn });
      const delivery = new CfnDelivery(this, `${logType}-delivery`, {
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.attrArn,
      });
      delivery.addResourceDependency(source);
      delivery.node.addDependency(logGroup);
      return delivery;
    });
    // Two deliveries to one destination that are created at once are refused as a conflict.
    deliveries.reduce((before, delivery) => {
      delivery.addResourceDependency(before);
      return delivery;
    });
  }
}

// "Logs sent to CloudWatch Logs" (vended logs, V2).
const deliveryTo = (logGroup: LogGroup): PolicyStatement => {
  const { account, region, partition } = Stack.of(logGroup);
  return new PolicyStatement({
    principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${logGroup.logGroupArn}:log-stream:*`],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
    },
  });
};
