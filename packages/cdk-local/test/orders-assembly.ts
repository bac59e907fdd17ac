import type { Template } from '../src/template/assembly.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { AWS_CALL, allow, LOGGING, permission, role } from './rights.ts';

/** Writes an order, or answers what its process can see. */
const api = `${AWS_CALL}
export const handler = async ({ routeKey, pathParameters, body }) => {
  if (routeKey === 'GET /prices') return (await fetch(process.env.PRICES)).json();
  if (routeKey === 'GET /environment') return process.env;
  const Item = { pk: { S: 'ORDER' }, sk: { S: pathParameters.id }, kind: { S: JSON.parse(body).kind } };
  if (Item.kind.S === 'unwanted') Item.pk.S = 'OTHER';
  await aws(process.env.AWS_ENDPOINT_URL_DYNAMODB, 'DynamoDB_20120810.PutItem', { TableName: process.env.TABLE, Item });
  return { statusCode: 201, body: '' };
};`;

/** Publishes each order; fails on poison, and hangs on its first sight of one that says so. */
const publisher = `${AWS_CALL}
import { existsSync, writeFileSync } from 'node:fs';
export const handler = async ({ Records }) => {
  for (const { eventID, dynamodb: { NewImage, SequenceNumber } } of Records) {
    const kind = NewImage.kind.S;
    if (kind === 'poison') return { batchItemFailures: [{ itemIdentifier: SequenceNumber }] };
    if (kind === 'hang' && !existsSync(process.env.SEEN)) {
      writeFileSync(process.env.SEEN, '');
      console.log('hanging');
      await new Promise(() => setTimeout(() => undefined, 60_000));
    }
    const Detail = JSON.stringify({ metadata: { eventId: eventID }, payload: { order: NewImage.sk.S } });
    await aws(process.env.AWS_ENDPOINT_URL_EVENTBRIDGE, 'AWSEvents.PutEvents', { Entries: [{ EventBusName: process.env.BUS, Source: 'orders', DetailType: 'order.created', Detail }] });
  }
};`;

const lambda = (hash: string, roleId: string, Variables: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { 'Fn::Join': ['-', ['assets', { Ref: 'AWS::AccountId' }]] }, S3Key: `${hash}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    MemorySize: 128,
    Timeout: 30,
    Role: { 'Fn::GetAtt': [roleId, 'Arn'] },
    Environment: { Variables },
  },
});
const route = (RouteKey: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: { Ref: 'Http' }, RouteKey, Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] } },
});

const data: Template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    },
  },
  Outputs: {
    Table: { Value: { Ref: 'Table' }, Export: { Name: 'Data:Table' } },
    TableArn: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: 'Data:TableArn' } },
    Stream: { Value: { 'Fn::GetAtt': ['Table', 'StreamArn'] }, Export: { Name: 'Data:Stream' } },
  },
};

const orders = (webhookUrl: string, seenFile: string): Template => ({
  Resources: {
    Api: lambda('api', 'ApiRole', {
      TABLE: { 'Fn::ImportValue': 'Data:Table' },
      PRICES: 'https://prices.example/today',
      LETTERS: { Ref: 'Letters' },
    }),
    ApiRole: role('lambda', LOGGING, allow('dynamodb:PutItem', { 'Fn::ImportValue': 'Data:TableArn' })),
    ApiPermission: permission('Api', 'apigateway'),
    PublisherRole: role(
      'lambda',
      LOGGING,
      allow('events:PutEvents', { 'Fn::GetAtt': ['Bus', 'Arn'] }),
      allow('dynamodb:*', { 'Fn::ImportValue': 'Data:Stream' }),
      allow('sqs:SendMessage', { 'Fn::GetAtt': ['Letters', 'Arn'] }),
    ),
    Publisher: lambda('publisher', 'PublisherRole', { BUS: { Ref: 'Bus' }, SEEN: seenFile }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::ImportValue': 'Data:Stream' },
        FunctionName: { Ref: 'Publisher' },
        BatchSize: 3,
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"pk":{"S":["ORDER"]}}}}' }] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Letters', 'Arn'] } } },
        StartingPosition: 'TRIM_HORIZON',
      },
    },
    Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
    Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Http' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Api', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
    Create: route('POST /orders/{id}'),
    Prices: route('GET /prices'),
    Environment: route('GET /environment'),
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Http' }, StageName: '$default', AutoDeploy: true } },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
    Connection: {
      Type: 'AWS::Events::Connection',
      Properties: {
        AuthorizationType: 'API_KEY',
        AuthParameters: {
          ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: '{{resolve:secretsmanager:webhook:SecretString:token::}}' },
        },
      },
    },
    Destination: {
      Type: 'AWS::Events::ApiDestination',
      Properties: { ConnectionArn: { 'Fn::GetAtt': ['Connection', 'Arn'] }, HttpMethod: 'POST', InvocationEndpoint: webhookUrl },
    },
    EventsRole: role('events', allow('events:InvokeApiDestination', { 'Fn::GetAtt': ['Destination', 'Arn'] })),
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['orders'] },
        State: 'ENABLED',
        Targets: [
          {
            Id: 'T',
            Arn: { 'Fn::GetAtt': ['Destination', 'Arn'] },
            InputPath: '$.detail.payload',
            RoleArn: { 'Fn::GetAtt': ['EventsRole', 'Arn'] },
          },
        ],
      },
    },
    Nightly: { Type: 'AWS::Scheduler::Schedule', Properties: {} },
  },
  Outputs: { Url: { Value: { 'Fn::GetAtt': ['Http', 'ApiEndpoint'] } } },
});

/**
 * A small system as CDK would write it: HTTP API → table → stream → publisher → bus → webhook, with
 * a queue for what fails.
 */
export const ordersAssembly = (webhookUrl: string, seenFile: string): Fixture =>
  writeAssembly({ Data: data, Orders: orders(webhookUrl, seenFile) }, { api, publisher });
