import { keySchemas } from '../src/dynamodb/key-schemas.ts';
import { dynamoDbRequests } from '../src/iam/dynamodb-requests.ts';
import { serviceRequests } from '../src/iam/service-requests.ts';
import type { ServiceState } from '../src/iam/service-state.ts';

const environment = { region: 'eu-west-1', account: '123456789012' };
const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/books';

describe('a call of DynamoDB', () => {
  const hash = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' as const }];
  const schemas = keySchemas(
    [
      {
        create: {
          TableName: 'books',
          AttributeDefinitions: [],
          KeySchema: hash('pk'),
          GlobalSecondaryIndexes: [{ IndexName: 'by', KeySchema: hash('by_pk'), Projection: {} }],
        },
      },
    ],
    environment,
  );
  const rights = (operation: string, input: object) =>
    dynamoDbRequests(operation, input, schemas).map(({ action, resource, context }) => [
      action,
      resource,
      context?.['dynamodb:leadingkeys'],
    ]);
  const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });

  test.each(['GetItem', 'UpdateItem', 'DeleteItem'])('%s is authorised by itself, with the partition key', (operation) => {
    expect(rights(operation, { TableName: 'books', Key: key('A#1') })).toEqual([[`dynamodb:${operation}`, TABLE, ['A#1']]]);
  });

  test('PutItem finds the key in the item, and a table may be named by its ARN', () => {
    expect(rights('PutItem', { TableName: TABLE, Item: { ...key('A#1'), n: { N: '1' } } })).toEqual([['dynamodb:PutItem', TABLE, ['A#1']]]);
  });

  test('a query is about the table or an index, with the value asked of the partition key of that one', () => {
    const ask = { TableName: 'books', ExpressionAttributeValues: { ':a': { S: 'A#1' }, ':b': { S: 'B' } } };
    expect(rights('Query', { ...ask, KeyConditionExpression: 'begins_with(sk, :b) AND pk = :a' })).toEqual([
      ['dynamodb:Query', TABLE, ['A#1']],
    ]);
    const byIndex = { ...ask, IndexName: 'by', KeyConditionExpression: '#k=:b', ExpressionAttributeNames: { '#k': 'by_pk' } };
    expect(rights('Query', byIndex)).toEqual([['dynamodb:Query', `${TABLE}/index/by`, ['B']]]);
  });

  test('a query without a value for the partition key is not taken for one without a key', () => {
    expect(() => rights('Query', { TableName: 'books', KeyConditionExpression: 'sk = :a' })).toThrow(
      'no condition on the partition key pk',
    );
  });

  test('a batch is authorised by itself, once a table, with every key', () => {
    expect(rights('BatchGetItem', { RequestItems: { books: { Keys: [key('A'), key('B')] } } })).toEqual([
      ['dynamodb:BatchGetItem', TABLE, ['A', 'B']],
    ]);
    const writes = [{ PutRequest: { Item: key('A') } }, { DeleteRequest: { Key: key('B') } }];
    expect(rights('BatchWriteItem', { RequestItems: { books: writes } })).toEqual([['dynamodb:BatchWriteItem', TABLE, ['A', 'B']]]);
  });

  test('a transaction is authorised item by item, by what each does', () => {
    const TransactItems = [
      { Put: { TableName: 'books', Item: key('A') } },
      { Update: { TableName: 'books', Key: key('B') } },
      { Delete: { TableName: 'books', Key: key('C') } },
      { ConditionCheck: { TableName: 'books', Key: key('D') } },
    ];
    expect(rights('TransactWriteItems', { TransactItems })).toEqual([
      ['dynamodb:PutItem', TABLE, ['A']],
      ['dynamodb:UpdateItem', TABLE, ['B']],
      ['dynamodb:DeleteItem', TABLE, ['C']],
      ['dynamodb:ConditionCheckItem', TABLE, ['D']],
    ]);
    expect(rights('TransactGetItems', { TransactItems: [{ Get: { TableName: 'books', Key: key('A') } }] })).toEqual([
      ['dynamodb:GetItem', TABLE, ['A']],
    ]);
  });

  test('an operation whose rights are not known is refused by its name, and a table that is not in the template is not found', () => {
    expect(() => rights('ExecuteStatement', {})).toThrow('The operation ExecuteStatement is not available');
    expect(() => rights('GetItem', { TableName: 'others', Key: key('A') })).toThrow('Requested resource not found');
  });
});

describe('a call of another service', () => {
  const state = (more: Partial<ServiceState> = {}): ServiceState => ({
    ...environment,
    hasConnectionRole: () => true,
    connectionOf: () => undefined,
    secretArn: (id) => `arn:of:${id}`,
    senderIdentity: (from) => from,
    ...more,
  });
  const rights = (service: string, action: string, input: object, more: Partial<ServiceState> = {}) =>
    serviceRequests(service, action, input, state(more)).map(
      ({ action: name, resource }) => `${name} ${resource.split(':').slice(5).join(':')}`,
    );

  test('events are put on the buses that are named', () => {
    expect(
      rights('AWSEvents', 'PutEvents', { Entries: [{ EventBusName: 'a' }, { EventBusName: 'arn:aws:events:x:1:event-bus/a' }, {}] }),
    ).toEqual(['events:PutEvents event-bus/a', 'events:PutEvents event-bus/default']);
  });

  test('a rule is named with its bus, and whoever gives its targets a role has to be allowed to pass it', () => {
    const Targets = [{ Id: 't', Arn: 'x', RoleArn: 'arn:aws:iam::123456789012:role/target' }];
    expect(rights('AWSEvents', 'PutTargets', { Rule: 'r', EventBusName: 'bus', Targets })).toEqual([
      'events:PutTargets rule/bus/r',
      'iam:PassRole role/target',
    ]);
    expect(rights('AWSEvents', 'DescribeRule', { Name: 'r' })).toEqual(['events:DescribeRule rule/r']);
  });

  test('a destination is made for a connection and described with it, and changed by itself', () => {
    const ConnectionArn = 'arn:aws:events:eu-west-1:123456789012:connection/c/1-2-3';
    expect(rights('AWSEvents', 'CreateApiDestination', { Name: 'd', ConnectionArn })).toEqual([
      'events:CreateApiDestination api-destination/d',
      'events:CreateApiDestination connection/c',
    ]);
    expect(rights('AWSEvents', 'DescribeApiDestination', { Name: 'd' }, { connectionOf: () => ConnectionArn })).toEqual([
      'events:DescribeApiDestination api-destination/d',
      'events:DescribeApiDestination connection/c',
    ]);
    expect(rights('AWSEvents', 'UpdateApiDestination', { Name: 'd', ConnectionArn })).toEqual([
      'events:UpdateApiDestination api-destination/d',
    ]);
  });

  test('the first connection of an account makes the role that keeps its secret, and each connection a secret', () => {
    const created = [
      'events:CreateConnection connection/c',
      expect.stringMatching(/^secretsmanager:CreateSecret secret:events!connection\/c\//),
    ];
    expect(rights('AWSEvents', 'CreateConnection', { Name: 'c' })).toEqual(created);
    expect(rights('AWSEvents', 'CreateConnection', { Name: 'c' }, { hasConnectionRole: () => false })).toContain(
      'iam:CreateServiceLinkedRole role/aws-service-role/apidestinations.events.amazonaws.com/AWSServiceRoleForAmazonEventBridgeApiDestinations',
    );
  });

  test('an e-mail is sent on sender, template and configuration set, by both actions', () => {
    const email = { FromEmailAddress: 'Shop <shop@a.test>', Content: { Template: { TemplateName: 't' } }, ConfigurationSetName: 's' };
    expect(rights('ses', 'SendEmail', email, { senderIdentity: () => 'a.test' })).toEqual(
      ['identity/a.test', 'template/t', 'configuration-set/s'].flatMap((on) => [`ses:SendEmail ${on}`, `ses:SendTemplatedEmail ${on}`]),
    );
    expect(serviceRequests('ses', 'SendEmail', email, state())[0]?.context).toEqual({ 'ses:fromaddress': 'shop@a.test' });
    expect(rights('ses', 'SendEmail', { FromEmailAddress: 'shop@a.test', Content: { Simple: {} } })).toEqual([
      'ses:SendEmail identity/shop@a.test',
    ]);
  });

  test('queues are known by their addresses, batches by what one message needs, secrets by their ARNs', () => {
    expect(rights('AmazonSQS', 'SendMessageBatch', { QueueUrl: 'http://127.0.0.1/123456789012/q' })).toEqual(['sqs:SendMessage q']);
    expect(serviceRequests('secretsmanager', 'GetSecretValue', { SecretId: 'name' }, state())).toEqual([
      { action: 'secretsmanager:GetSecretValue', resource: 'arn:of:name' },
    ]);
  });
});
