import { deployMessaging } from '../src/deploy/messaging.ts';
import type { EventBridge } from '../src/eventbridge/event-bridge.ts';
import type { Queues } from '../src/sqs/queues.ts';
import { readModel } from '../src/template/model.ts';

const busesMadeFor = (resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>) => {
  const template = { Resources: resources };
  const model = readModel(
    [{ name: 'Stack', template, assets: new Map(), environment: 'aws://unknown-account/unknown-region' }],
    () => undefined,
  );
  const made: string[] = [];
  const bridge = {
    createEventBus: ({ Name }: { readonly Name: string }) => made.push(Name),
    createArchive: () => ({}),
    putRule: () => ({ RuleArn: 'arn:aws:events:us-east-1:000000000000:rule/x' }),
  };
  const refused: unknown[] = [];
  deployMessaging(model, {} as Queues, bridge as unknown as EventBridge, (_, error) => refused.push(error));
  expect(refused).toEqual([]);
  return made;
};

const rule = (EventBusName?: unknown) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: {}, ...(EventBusName ? { EventBusName } : {}) },
});

test('a bus that rules and archives only name is there from the beginning, once', () => {
  const company = 'arn:aws:events:eu-west-1:111111111111:event-bus/company';
  const archive = { Type: 'AWS::Events::Archive', Properties: { SourceArn: company } };
  expect(busesMadeFor({ One: rule('company'), Two: rule(company), Archive: archive })).toEqual(['company']);
});

test('neither the default bus is made nor one of the template a second time', () => {
  const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'own' } };
  expect(busesMadeFor({ Bus: bus, One: rule({ Ref: 'Bus' }), Two: rule(), Three: rule('default') })).toEqual(['own']);
});
