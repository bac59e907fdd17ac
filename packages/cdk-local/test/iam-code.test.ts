import { openAccess } from '../src/iam/access.ts';
import { readModel } from '../src/template/model.ts';
import { warningsFor } from '../src/template/warnings.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Books';
const ROLE = 'arn:aws:iam::000000000000:role/Stack-Role';
const CODE = { roleArn: ROLE, sessionName: 'create', functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:create' };
const LAMBDA = { roleArn: ROLE, sessionName: 'create' };

const scene = (role: object) => {
  const statement = (Effect: string, rest: object) => ({ Effect, Action: 'dynamodb:GetItem', Resource: TABLE, ...rest });
  const Policies = [
    {
      PolicyName: 'own',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          statement('Allow', {}),
          statement('Allow', { Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:ViaService': 'x' } } }),
          statement('Deny', { Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } }),
        ],
      },
    },
  ];
  const template = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Policies, ...role } } } };
  const model = readModel(
    [{ name: 'Stack', template, assets: new Map(), environment: 'aws://unknown-account/unknown-region' }],
    () => undefined,
  );
  const [refused, warned]: [string[], string[]] = [[], []];
  const access = openAccess({ onDenied: ({ message }) => refused.push(message), warn: (message) => warned.push(message) });
  access.read(model, (_, error) => refused.push(String(error)));
  return { access, refused, warnings: warningsFor(model.resources), request: { action: 'dynamodb:GetItem', resource: TABLE } };
};

test('what is denied to the code of a function Lambda may still do as its role', () => {
  const { access, refused, request } = scene({});
  expect(access.permits(LAMBDA, request)).toBe(true);
  expect(access.permits(CODE, request)).toBe(false);
  expect(refused).toEqual([expect.stringContaining('explicit deny in an identity-based policy')]);
});

test('a permissions boundary of the account bounds nothing here, which a warning says once', () => {
  const PermissionsBoundary = 'arn:aws:iam::111111111111:policy/boundary';
  const { access, warnings, request } = scene({ PermissionsBoundary });
  expect(access.permits(LAMBDA, request)).toBe(true);
  expect(warnings).toEqual([`The permissions boundary ${PermissionsBoundary} is not in the template: locally it bounds nothing`]);
});
