import {
  CancelReplayCommand,
  CreateArchiveCommand,
  CreateEventBusCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListArchivesCommand,
  ListReplaysCommand,
  PutEventsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '../src/eventbridge/resources.ts';
import { type BridgeScene, bridgeScene } from './bridge-scene.ts';

let scene: BridgeScene;
let busArn: string;
let archiveArn: string;

beforeEach(async () => {
  scene = await bridgeScene();
  busArn = (await scene.client.send(new CreateEventBusCommand({ Name: 'shop' }))).EventBusArn ?? '';
  const archive = await scene.client.send(
    new CreateArchiveCommand({
      ArchiveName: 'all',
      EventSourceArn: busArn,
      EventPattern: JSON.stringify({ source: ['shop'] }),
      RetentionDays: 7,
    }),
  );
  archiveArn = archive.ArchiveArn ?? '';
});

afterEach(() => scene.stop());

const MINUTE = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 14, minutes));

const put = (name: string, minute: number, Source = 'shop') =>
  scene.client.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: 'shop', Source, DetailType: name, Detail: JSON.stringify({ name }), Time: MINUTE(minute) }],
    }),
  );

const rule = (name: string, pattern: object = { source: ['shop'] }): string => {
  const { arn } = scene.sqs.create(name);
  const { RuleArn = '' } = scene.bridge.putRule({ Name: name, EventBusName: 'shop', EventPattern: JSON.stringify(pattern) });
  scene.bridge.putTargets({ Rule: name, EventBusName: 'shop', Targets: [{ Id: 'queue', Arn: arn }] });
  return RuleArn;
};

const replay = (name: string, more: object = {}) =>
  scene.client.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: archiveArn,
      EventStartTime: MINUTE(0),
      EventEndTime: MINUTE(59),
      Destination: { Arn: busArn },
      ...more,
    }),
  );

const received = async (queue: string): Promise<EventEnvelope[]> => {
  await scene.bridge.idle();
  const messages = await scene.sqs.receive(queue, { most: 10 });
  return messages.map(({ body }) => JSON.parse(body) as EventEnvelope);
};

test('an archive keeps what its pattern wants, and tells how much that is', async () => {
  await put('one', 1);
  await put('directed', 2, 'shop.directed');
  await put('two', 3);
  const described = await scene.client.send(new DescribeArchiveCommand({ ArchiveName: 'all' }));
  expect(described).toMatchObject({ ArchiveArn: archiveArn, EventSourceArn: busArn, State: 'ENABLED', EventCount: 2, RetentionDays: 7 });
  expect(described.SizeBytes).toBe(
    scene.events
      .slice(0, 1)
      .concat(scene.events.slice(2))
      .reduce((sum, event) => sum + JSON.stringify(event).length, 0),
  );
  expect((await scene.client.send(new ListArchivesCommand({ NamePrefix: 'a' }))).Archives).toHaveLength(1);
  await expect(scene.client.send(new CreateArchiveCommand({ ArchiveName: 'all', EventSourceArn: busArn }))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
  });
});

test('a replay sends a range of time again, marked, and archives nothing twice', async () => {
  for (const [name, minute] of [
    ['early', 1],
    ['first', 10],
    ['second', 20],
    ['late', 40],
  ] as const)
    await put(name, minute);
  rule('inbox');
  const started = await replay('again', { EventStartTime: MINUTE(10), EventEndTime: MINUTE(20) });
  expect(started.State).toBe('STARTING');

  const events = await received('inbox');
  expect(events.map((event) => [event['detail-type'], event['replay-name']])).toEqual([
    ['first', 'again'],
    ['second', 'again'],
  ]);
  const { 'replay-name': _, ...original } = events[0] ?? {};
  expect(original).toEqual(scene.events[1]);
  expect(await scene.client.send(new DescribeReplayCommand({ ReplayName: 'again' }))).toMatchObject({
    State: 'COMPLETED',
    EventLastReplayedTime: MINUTE(20),
    ReplayArn: 'arn:aws:events:eu-west-1:123456789012:replay/again',
  });
  expect((await scene.client.send(new DescribeArchiveCommand({ ArchiveName: 'all' }))).EventCount).toBe(4);
});

test('a replay can be for some rules only', async () => {
  await put('one', 1);
  const wanted = rule('wanted');
  rule('other');
  await replay('narrow', { Destination: { Arn: busArn, FilterArns: [wanted] } });
  expect(await received('wanted')).toHaveLength(1);
  expect(await received('other')).toEqual([]);
});

test('a rule can keep replayed events from its targets', async () => {
  await put('one', 1);
  rule('fresh-only', { source: ['shop'], 'replay-name': [{ exists: false }] });
  await replay('again');
  expect(await received('fresh-only')).toEqual([]);
});

test('a replay that is cancelled before it begins sends nothing, and cannot be cancelled again', async () => {
  await put('one', 1);
  rule('inbox');
  scene.bridge.startReplay({
    ReplayName: 'again',
    EventSourceArn: archiveArn,
    EventStartTime: MINUTE(0),
    EventEndTime: MINUTE(59),
    Destination: { Arn: busArn },
  });
  expect(scene.bridge.cancelReplay({ ReplayName: 'again' }).State).toBe('CANCELLING');
  await scene.bridge.idle();
  expect((await scene.client.send(new DescribeReplayCommand({ ReplayName: 'again' }))).State).toBe('CANCELLED');
  expect((await scene.client.send(new ListReplaysCommand({ State: 'CANCELLED' }))).Replays).toHaveLength(1);
  expect(await received('inbox')).toEqual([]);
  await expect(scene.client.send(new CancelReplayCommand({ ReplayName: 'again' }))).rejects.toMatchObject({
    name: 'IllegalStatusException',
  });
});

test('a replay under way says so, and stops where it was when it is cancelled', async () => {
  for (let minute = 0; minute < 50; minute += 1) await put(`event-${minute}`, minute);
  rule('inbox');
  await replay('again');
  const state = () => scene.bridge.describeReplay({ ReplayName: 'again' }).State;
  while (state() === 'STARTING') await new Promise((resolve) => setImmediate(resolve));
  expect(state()).toBe('RUNNING');
  scene.bridge.cancelReplay({ ReplayName: 'again' });
  await scene.bridge.idle();
  expect(state()).toBe('CANCELLED');
  const replayed = scene.events.filter((event) => event['replay-name'] === 'again').length;
  expect(replayed).toBeGreaterThan(0);
  expect(replayed).toBeLessThan(50);
});

test.each([
  ['a name in use', { ReplayName: 'taken' }, 'ResourceAlreadyExistsException', /taken/],
  [
    'no archive',
    { EventSourceArn: 'arn:aws:events:eu-west-1:123456789012:archive/none' },
    'ResourceNotFoundException',
    /none does not exist/,
  ],
  ['what is no archive', { EventSourceArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/shop' }, 'ValidationException', /archive ARN/],
  [
    'another bus',
    { Destination: { Arn: 'arn:aws:events:eu-west-1:123456789012:event-bus/default' } },
    'ValidationException',
    /Cross event bus/,
  ],
  ['a range that ends before it starts', { EventEndTime: MINUTE(0) }, 'ValidationException', /must be before/],
])('a replay of %s is refused', async (_, more, name, message) => {
  await replay('taken');
  await expect(replay('other', more)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});
