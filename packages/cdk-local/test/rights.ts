/** A statement that allows actions on resources, on every one unless given. */
export const allow = (actions: string | readonly string[], resources: unknown = '*', more: object = {}) => ({
  ...{ Effect: 'Allow', Action: actions, Resource: resources },
  ...more,
});

const policyOf = (statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });

/** A role of a template, for a service such as `lambda`, with the statements of its one policy. */
export const role = (service: string, ...statements: readonly object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: policyOf([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } }]),
    Policies: [{ PolicyName: 'only', PolicyDocument: policyOf(statements) }],
  },
});

/** A role for `lambda` with AWS's own policy for functions that write their log. */
export const BASIC_ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: policyOf([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }]),
    ManagedPolicyArns: [
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']] },
    ],
  },
};

/** What lets a function's role write its log. */
export const LOGGING = allow(['logs:CreateLogStream', 'logs:PutLogEvents']);

/** The permission of a function for a service, whatever the source. */
export const permission = (logicalId: string, service: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: logicalId }, Principal: `${service}.amazonaws.com` },
});

/** A queue policy that lets EventBridge send. */
export const queuePolicy = (logicalId: string) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: logicalId }],
    PolicyDocument: policyOf([
      allow('sqs:SendMessage', { 'Fn::GetAtt': [logicalId, 'Arn'] }, { Principal: { Service: 'events.amazonaws.com' } }),
    ]),
  },
});

/**
 * Code of a function that calls an AWS endpoint with its own credentials; nothing verifies the
 * signature.
 */
export const AWS_CALL = `
const aws = async (endpoint, target, body) => {
  const signed = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/x/aws4_request, SignedHeaders=host, Signature=x';
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0', authorization: signed, 'x-amz-date': '20260101T000000Z' };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
};`;
