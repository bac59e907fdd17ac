import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * Opens the services that the doctor asks; credentials, Region and endpoint are those of the AWS
 * SDK unless given.
 */
export const openClients = (settings: { readonly region?: string; readonly profile?: string }) => {
  const requestHandler = { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true };
  const options = { ...settings, maxAttempts: 3, requestHandler };
  return {
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    dynamoDb: new DynamoDBClient(options),
    eventBridge: new EventBridgeClient(options),
    lambda: new LambdaClient(options),
    ses: new SESv2Client(options),
    sqs: new SQSClient(options),
  };
};

export type Clients = ReturnType<typeof openClients>;
