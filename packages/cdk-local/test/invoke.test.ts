import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { localClientOptions } from '../src/dynamodb/client-options.ts';
import { startRuntime } from '../src/runtime.ts';
import type { Runtime } from '../src/runtime-options.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { BASIC_ROLE } from './rights.ts';

const CODE = `export const handler = async ({ order }) => {
  if (order === undefined) throw new Error('no order');
  console.log('order', order);
};`;
const Handler = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...{ FunctionName: 'orders', Code: { S3Key: 'code.zip' }, Handler: 'index.handler', Runtime: 'nodejs24.x' },
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
  },
};

let fixture: Fixture;
let runtime: Runtime;
let lambda: LambdaClient;
const logs: string[] = [];
const printed = Promise.withResolvers<void>();

beforeAll(async () => {
  fixture = writeAssembly({ Shop: { Resources: { Role: BASIC_ROLE, Handler } } }, { code: CODE });
  const log = ({ line }: { readonly line: string }) => {
    logs.push(line.trim());
    printed.resolve();
  };
  runtime = await startRuntime({ assembly: fixture.directory, port: 0, on: { log } });
  lambda = new LambdaClient({ ...localClientOptions(runtime.awsUrl, 'us-east-1'), maxAttempts: 1 });
});
afterAll(async () => {
  lambda.destroy();
  await runtime.stop();
  fixture.remove();
});

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:orders';
const invoke = (FunctionName: string, InvocationType: 'Event' | 'RequestResponse') =>
  lambda.send(new InvokeCommand({ FunctionName, InvocationType, Payload: new TextEncoder().encode('{"order":7}') }));

test('an operator invokes a function asynchronously, by its ARN, through the AWS endpoint', async () => {
  await invoke(ARN, 'Event');
  await runtime.idle();
  // A line of a function may come after its answer.
  await printed.promise;
  expect(logs).toEqual(['order 7']);
});

test('a function that is not there, and a call that waits for an answer, are refused', async () => {
  await expect(invoke(`${ARN}-of-others`, 'Event')).rejects.toThrow(`Function not found: ${ARN}-of-others`);
  await expect(invoke(ARN, 'RequestResponse')).rejects.toThrow('only takes invocations of the type Event');
});
