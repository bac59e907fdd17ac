const allow = (...actions: readonly string[]): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * AWS's own policies that roles of functions have, by their names. Source: AWS managed policy
 * reference, version 1 of each.
 */
const POLICIES: Readonly<Record<string, object>> = {
  AWSLambdaBasicExecutionRole: allow(...LOGS),
  AWSLambdaSQSQueueExecutionRole: allow('sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS),
  AWSLambdaDynamoDBExecutionRole: allow(
    ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    ...LOGS,
  ),
};

const PREFIX = 'arn:aws:iam::aws:policy/service-role/';

/** Returns the document of a policy of AWS, if it is one of those above. */
export const awsManagedPolicy = (arn: string): object | undefined => {
  const name = arn.startsWith(PREFIX) ? arn.slice(PREFIX.length) : '';
  return Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
};
