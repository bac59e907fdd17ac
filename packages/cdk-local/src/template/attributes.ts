import { createHash } from 'node:crypto';
import type { AwsEnvironment } from './environment.ts';

/** The values of `Ref` and `Fn::GetAtt` for a resource. */
export interface Attributes {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

type Describe = (name: string, at: Place) => Attributes;

interface Place extends AwsEnvironment {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The property that gives a resource its explicit physical name. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Events::Connection': 'Name',
  'AWS::Events::ApiDestination': 'Name',
  'AWS::Events::Archive': 'ArchiveName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ApiGatewayV2::Stage': 'StageName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SSM::Parameter': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
};

const table: Describe = (name, at) => {
  const arn = `arn:aws:dynamodb:${at.region}:${at.account}:table/${name}`;
  return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/2020-01-01T00:00:00.000`, TableId: at.id } };
};

const arnOnly =
  (service: string, prefix: string): Describe =>
  (name, at) => ({ ref: name, attributes: { Arn: `arn:aws:${service}:${at.region}:${at.account}:${prefix}${name}` } });

const lambdaQualifier: Describe = (_, { properties, region, account }) => {
  const target = String(properties.FunctionName);
  const arn = target.startsWith('arn:') ? target : `arn:aws:lambda:${region}:${account}:function:${target}`;
  return { ref: arn, attributes: { FunctionArn: arn, Version: '1', AliasArn: arn } };
};

const describers: Readonly<Record<string, Describe>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (name, at) => ({
    ref: `https://sqs.${at.region}.amazonaws.com/${at.account}/${name}`,
    attributes: { Arn: `arn:aws:sqs:${at.region}:${at.account}:${name}`, QueueName: name },
  }),
  'AWS::Lambda::Function': arnOnly('lambda', 'function:'),
  'AWS::Lambda::Version': lambdaQualifier,
  'AWS::Lambda::Alias': lambdaQualifier,
  'AWS::Events::EventBus': (name, at) => ({
    ref: name,
    attributes: { Arn: `arn:aws:events:${at.region}:${at.account}:event-bus/${name}`, Name: name },
  }),
  'AWS::Events::Rule': (name, at) => {
    const bus = at.properties.EventBusName ? `${String(at.properties.EventBusName).split('/').at(-1)}/` : '';
    return { ref: name, attributes: { Arn: `arn:aws:events:${at.region}:${at.account}:rule/${bus}${name}` } };
  },
  'AWS::Events::Connection': arnOnly('events', 'connection/'),
  'AWS::Events::ApiDestination': arnOnly('events', 'api-destination/'),
  'AWS::Events::Archive': arnOnly('events', 'archive/'),
  'AWS::SecretsManager::Secret': (name, { account, region, id }) => {
    const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${id.slice(0, 6)}`;
    return { ref: arn, attributes: { Id: arn, Name: name } };
  },
  'AWS::IAM::Role': (name, { account, id }) => ({
    ref: name,
    attributes: { Arn: `arn:aws:iam::${account}:role/${name}`, RoleId: id },
  }),
  'AWS::Logs::LogGroup': (name, at) => ({
    ref: name,
    attributes: { Arn: `arn:aws:logs:${at.region}:${at.account}:log-group:${name}:*` },
  }),
  'AWS::ApiGatewayV2::Api': (_, { id, region }) => ({
    ref: id,
    attributes: { ApiId: id, ApiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com` },
  }),
  'AWS::ApiGatewayV2::Integration': (_, { id }) => ({ ref: id, attributes: {} }),
  'AWS::ApiGatewayV2::Route': (_, { id }) => ({ ref: id, attributes: { RouteId: id } }),
  'AWS::SES::Template': (name) => ({ ref: name, attributes: { Id: name } }),
  'AWS::SES::ConfigurationSet': (name) => ({ ref: name, attributes: {} }),
  'AWS::KMS::Key': (_, { id, region, account }) => ({
    ref: id,
    attributes: { KeyId: id, Arn: `arn:aws:kms:${region}:${account}:key/${id}` },
  }),
};

// The shortest limit that AWS sets for a type's names where it is under 64.
const longestNames: Readonly<Record<string, number>> = { 'AWS::Events::Archive': 48 };

/**
 * The physical name of a resource: the explicit one, else `<stack>-<logical id>` cut to what AWS
 * allows.
 */
export const physicalName = (type: string, stack: string, logicalId: string, properties: Readonly<Record<string, unknown>>): string => {
  const explicit = properties[nameProperties[type] ?? ''];
  if (explicit !== undefined) return String(explicit);
  const derived = `${stack}-${logicalId}`;
  const longest = longestNames[type] ?? 64;
  return derived.length <= longest ? derived : `${derived.slice(0, longest - 9)}-${shortId(derived).slice(0, 8)}`;
};

/**
 * `Ref` and attributes of a resource; a type without an entry gets its name and a plausible ARN,
 * since others may refer to it.
 */
export const describeResource = (
  type: string,
  name: string,
  properties: Readonly<Record<string, unknown>>,
  at: AwsEnvironment & { readonly path: string },
): Attributes => {
  const service = type.split('::')[1]?.toLowerCase() ?? 'unknown';
  const entry = describers[type] ?? arnOnly(service, '');
  return entry(name, { ...at, id: shortId(at.path), properties });
};

/** Ten lower-case characters, stable for the same text, in the form of an API Gateway id. */
const shortId = (text: string): string =>
  BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 20)}`)
    .toString(36)
    .padStart(10, '0')
    .slice(0, 10);
