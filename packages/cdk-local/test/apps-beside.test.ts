import { startRuntime } from '../src/runtime.ts';
import type { Template } from '../src/template/assembly.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { BASIC_ROLE, permission } from './rights.ts';

const fixtures: Fixture[] = [];
afterAll(() => {
  for (const fixture of fixtures) fixture.remove();
});
const assembly = (name: string, template: Template, code: Readonly<Record<string, string>> = {}) => {
  const fixture = writeAssembly({ [name]: template }, code);
  fixtures.push(fixture);
  return fixture.directory;
};

const product = () =>
  assembly('Product', {
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'company' } },
      BusName: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/product/bus', Type: 'String', Value: { Ref: 'Bus' } } },
    },
  });

const consumer = (EventBusName: unknown): Template => ({
  Parameters: { Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/product/bus' } },
  Resources: {
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventBusName, EventPattern: { source: ['shop'] }, Targets: [{ Id: 'One', Arn: { 'Fn::GetAtt': ['Handler', 'Arn'] } }] },
    },
    Role: BASIC_ROLE,
    Handler: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: 'code.zip' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
    },
    Allowed: permission('Handler', 'events'),
  },
});

const USES_SDK = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
export const handler = async ({ detail }) => console.log(detail.order, typeof DynamoDBClient);`;

const REQUIRES_SDK = `import { createRequire } from 'node:module';
const { DynamoDBClient } = createRequire(import.meta.url)('@aws-sdk/client-dynamodb');
export const handler = async ({ detail }) => console.log(detail.order, typeof DynamoDBClient);`;

test.each([
  ['its name', 'imports', 'company', USES_SDK],
  ['its ARN', 'requires', 'arn:aws:events:us-east-1:000000000000:event-bus/company', REQUIRES_SDK],
  ['a parameter that the other app stores', 'imports', { Ref: 'Stored' }, USES_SDK],
])(
  "an app beside hears the other's bus by %s; its function %s the SDK, and has AWS's policy for logs",
  async (_, _by, EventBusName, code) => {
    const logs: string[] = [];
    const printed = Promise.withResolvers<void>();
    const runtime = await startRuntime({
      ...{ assembly: product(), besides: [assembly('Shop', consumer(EventBusName), { code })], port: 0 },
      on: {
        log: ({ line }) => {
          logs.push(line.trim());
          printed.resolve();
        },
      },
    });
    try {
      expect(runtime.warnings).toEqual([]);
      runtime.eventBridge.putEvents({ Entries: [{ EventBusName: 'company', Source: 'shop', DetailType: 'x', Detail: '{"order":7}' }] });
      await runtime.idle();
      // A line of a function may come after its answer.
      await printed.promise;
      expect(logs).toEqual(['7 function']);
    } finally {
      await runtime.stop();
    }
  },
);

test('two apps with a stack of one name are refused', async () => {
  const starting = startRuntime({ assembly: product(), besides: [product()], port: 0, on: {} });
  await expect(starting).rejects.toThrow('Two stacks are called Product: give one of them another name');
});
