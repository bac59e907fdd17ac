import type { Access } from './access.ts';

/** The rights of Lambda as the role of a function, outside its code. */
export type LambdaRights = ReturnType<typeof lambdaRights>;

const LAMBDA = 'lambda.amazonaws.com';
// "Process DynamoDB records with Lambda" and "Using Lambda with Amazon SQS" (Lambda developer
// guide) name what an event source mapping needs.
const STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`);
const QUEUE = ['ReceiveMessage', 'GetQueueAttributes'].map((action) => `sqs:${action}`);
const LOG = ['CreateLogStream', 'PutLogEvents'].map((action) => `logs:${action}`);

interface FunctionRole {
  readonly name: string;
  readonly roleArn: string;
}

/** Evaluates Lambda's rights as the role of a function; denials are reported. */
export const lambdaRights = (access: Access, { name, roleArn }: FunctionRole) => {
  const session = { roleArn, sessionName: name };
  const may = (actions: readonly string[], resource: string): boolean =>
    access.permits(session, ...actions.map((action) => ({ action, resource })));
  return {
    /** Returns whether Lambda can run the function at all. */
    assumeRole: (): boolean => access.trusts(roleArn, LAMBDA),
    followStream: (streamArn: string): boolean => may(STREAM, streamArn),
    receiveMessages: (queueArn: string): boolean => may(QUEUE, queueArn),
    deleteMessage: (queueArn: string): boolean => may(['sqs:DeleteMessage'], queueArn),
    sendToQueue: (queueArn: string): boolean => may(['sqs:SendMessage'], queueArn),
    invoke: (functionArn: string): boolean => may(['lambda:InvokeFunction'], functionArn),
    writeLog: (logStreamArn: string): boolean => may(LOG, logStreamArn),
  };
};

/** The rights of EventBridge for a rule; denials are reported. */
export interface BridgeRights {
  invokeDestination(roleArn: string | undefined, destinationArn: string, ruleArn: string): boolean;
  invokeFunction(ruleArn: string, functionArn: string): boolean;
  sendToQueue(ruleArn: string, queueArn: string): boolean;
}

const EVENTS = 'events.amazonaws.com';

/** Evaluates EventBridge's rights, in its own name or as the role of a target. */
export const bridgeRights = (access: Access): BridgeRights => {
  const inItsName = (action: string, resource: string, ruleArn: string): boolean =>
    access.permits({ service: EVENTS }, { action, resource, context: source(ruleArn) });
  return {
    // "Cross-service confused deputy prevention" (EventBridge user guide): the source is the rule.
    invokeDestination: (roleArn = '', resource, ruleArn) =>
      access.trusts(roleArn, EVENTS, source(ruleArn)) &&
      access.permits({ roleArn, sessionName: 'EventBridge' }, { action: 'events:InvokeApiDestination', resource }),
    invokeFunction: (ruleArn, functionArn) => inItsName('lambda:InvokeFunction', functionArn, ruleArn),
    sendToQueue: (ruleArn, queueArn) => inItsName('sqs:SendMessage', queueArn, ruleArn),
  };
};

const GATEWAY = 'apigateway.amazonaws.com';

/** A function, and the role that the gateway assumes to run it, if any. */
interface RouteTarget {
  readonly functionArn: string;
  readonly roleArn?: string;
}

/**
 * Returns whether API Gateway may run a function for a route: as the role of the integration, or in
 * its own name. A role that it assumes needs no permission of the function.
 */
export const mayInvokeForRoute = (access: Access, { functionArn, roleArn }: RouteTarget, routeArn: string): boolean => {
  const request = { action: 'lambda:InvokeFunction', resource: functionArn };
  return roleArn === undefined
    ? access.permits({ service: GATEWAY }, { ...request, context: source(routeArn) })
    : access.trusts(roleArn, GATEWAY) && access.permits({ roleArn, sessionName: 'ApiGateway' }, request);
};

const source = (arn: string) => ({ 'aws:sourcearn': arn, 'aws:sourceaccount': arn.split(':')[4] ?? '' });
