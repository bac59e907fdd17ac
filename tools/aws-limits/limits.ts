import { API_GATEWAY } from './api-gateway.ts';
import { COGNITO } from './cognito.ts';
import { DEPLOYMENT } from './deployment.ts';
import { DYNAMODB } from './dynamodb.ts';
import { EVENTBRIDGE } from './eventbridge.ts';
import { LAMBDA } from './lambda.ts';
import type { ServiceLimits } from './limit.ts';
import { SQS } from './sqs.ts';

/**
 * Every limit of AWS that the product depends on, by service in the order of the page. To add one,
 * write a row in the file of its service (or a new file and a line here) and run
 * `npm run generate`: `docs/aws-limits.md` is made of it.
 */
export const AWS_LIMITS: Readonly<Record<string, ServiceLimits>> = {
  EventBridge: EVENTBRIDGE,
  DynamoDB: DYNAMODB,
  Lambda: LAMBDA,
  'HTTP API': API_GATEWAY,
  SQS,
  Cognito: COGNITO,
  'CloudFormation, IAM and CloudWatch Logs': DEPLOYMENT,
};
