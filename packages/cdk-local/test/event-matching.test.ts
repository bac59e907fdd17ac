import { PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { dispatcher } from '../src/eventbridge/dispatch.ts';
import type { EventBus, EventEnvelope, Registry, Rule } from '../src/eventbridge/resources.ts';
import { type BridgeScene, bridgeScene } from './bridge-scene.ts';

describe('on a bus', () => {
  let scene: BridgeScene;

  beforeEach(async () => {
    scene = await bridgeScene();
  });

  afterEach(() => scene.stop());

  const rule = (Name: string, EventPattern: string): void => {
    const { arn } = scene.sqs.create(Name);
    scene.bridge.putRule({ Name, EventPattern });
    scene.bridge.putTargets({ Rule: Name, Targets: [{ Id: 'queue', Arn: arn }] });
  };

  const delivered = async (...names: readonly string[]): Promise<readonly number[]> => {
    await scene.bridge.idle();
    return names.map((name) => Number(scene.sqs.attributes(name).ApproximateNumberOfMessages));
  };

  const put = (Detail: string) =>
    scene.client.send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'order.created', Detail }] }));

  test.each([
    ['{"source":[["x"]]}', /Match value must be String, number, true, false, or null at source/],
    ['{"source":[{"anything-but":["x",1]}]}', /all values must be strings, or numbers/],
    ['{"source":[{"cidr":"10.0.0.1/32"}]}', /mask bits must be < 32/],
    ['{}', /Empty objects are not allowed/],
    ['shop', /not JSON at character 1/],
  ])('PutRule refuses %s, and events go to the rules that there are', async (EventPattern, message) => {
    rule('sound', '{"source":["shop"]}');
    await expect(scene.client.send(new PutRuleCommand({ Name: 'broken', EventPattern }))).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: expect.stringMatching(message),
    });
    await put('{}');
    expect(await delivered('sound')).toEqual([1]);
  });

  test('a detail is matched as it was written: repeated members all count, and the digits of long numbers', async () => {
    rule('first', '{"detail":{"a":["x"]}}');
    rule('second', '{"detail":{"a":["y"]}}');
    rule('long', '{"detail":{"n":[9007199254740993]}}');
    rule('near', '{"detail":{"n":[9007199254740992]}}');
    await put('{"a":"x","a":"y","n":9007199254740993}');
    expect(await delivered('first', 'second', 'long', 'near')).toEqual([1, 1, 1, 0]);
  });

  test('so it is in an archive, and in what is replayed from there', async () => {
    const { EventBusArn = '' } = scene.bridge.createEventBus({ Name: 'kept' });
    const { ArchiveArn } = scene.bridge.createArchive({
      ArchiveName: 'first',
      EventSourceArn: EventBusArn,
      EventPattern: '{"detail":{"a":["x"]}}',
    });
    await scene.client.send(
      new PutEventsCommand({ Entries: [{ EventBusName: 'kept', Source: 'shop', DetailType: 'a', Detail: '{"a":"x","a":"y"}' }] }),
    );
    expect(scene.bridge.describeArchive({ ArchiveName: 'first' }).EventCount).toBe(1);
    const { arn } = scene.sqs.create('again');
    scene.bridge.putRule({ Name: 'again', EventBusName: 'kept', EventPattern: '{"detail":{"a":["x"]},"replay-name":["r"]}' });
    scene.bridge.putTargets({ Rule: 'again', EventBusName: 'kept', Targets: [{ Id: 'queue', Arn: arn }] });
    scene.bridge.startReplay({
      ReplayName: 'r',
      EventSourceArn: ArchiveArn,
      EventStartTime: new Date(Date.now() - 60_000),
      EventEndTime: new Date(Date.now() + 60_000),
      Destination: { Arn: EventBusArn },
    });
    expect(await delivered('again')).toEqual([1]);
  });
});

test('a broken rule keeps no other from an event, and is named', () => {
  const broken = (): never => {
    throw new Error('out of order');
  };
  const aRule = (name: string, matches: Rule['matches'], targets: Rule['targets']) => ({
    name,
    arn: name,
    state: 'ENABLED',
    matches,
    targets,
  });
  const target = new Map([['queue', { Id: 'queue', Arn: 'arn:aws:sqs:eu-west-1:1:queue' }]]);
  const rules = [
    aRule('cannot match', broken, target),
    aRule('cannot send', () => true, { values: broken } as unknown as Rule['targets']),
    aRule('sound', () => true, target),
  ] as unknown as Rule[];
  const bus = { name: 'bus', rules: new Map(rules.map((rule) => [rule.name, rule])) } as unknown as EventBus;
  const [started, messages]: [string[], string[]] = [[], []];
  const { dispatch } = dispatcher({
    registry: { buses: new Map([['bus', bus]]) } as unknown as Registry,
    rulesOf: () => rules,
    deliveries: { start: ({ ruleArn }: { readonly ruleArn: string }) => started.push(ruleArn) },
    log: (message: string) => messages.push(message),
    onEvent: () => undefined,
    archive: () => undefined,
  } as unknown as Parameters<typeof dispatcher>[0]);

  dispatch({ id: '1', 'detail-type': 'a', detail: {} } as EventEnvelope, 'bus');

  expect(started).toEqual(['sound']);
  expect(messages).toEqual([
    'event 1 (a) is not for the rule cannot match, which is broken: Error: out of order',
    'event 1 (a) is not for the rule cannot send, which is broken: Error: out of order',
  ]);
});
