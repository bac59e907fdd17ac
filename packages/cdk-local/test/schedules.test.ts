import { readSchedule } from '../src/eventbridge/schedule-expression.ts';
import { pauseMs } from '../src/eventbridge/schedules.ts';
import { type BridgeScene, bridgeScene } from './bridge-scene.ts';

let scene: BridgeScene;

beforeEach(async () => {
  scene = await bridgeScene();
});

afterEach(() => scene.stop());

const at = (text: string) => Date.parse(text);
const next = (expression: string, after: string) => {
  const time = readSchedule(expression)?.(at(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

const scheduled = (name: string, more: object = {}) => {
  const { arn } = scene.sqs.find('ticks') ?? scene.sqs.create('ticks');
  const { RuleArn } = scene.bridge.putRule({ Name: name, ScheduleExpression: 'rate(1 minute)', ...more });
  scene.bridge.putTargets({ Rule: name, Targets: [{ Id: 'queue', Arn: arn }] });
  return RuleArn;
};

test.each([
  ['rate(1 minute)', '2026-11-22T14:15:22.000Z', '2026-11-22T14:16:22.000Z'],
  ['rate(12 hours)', '2026-11-22T14:15:22.000Z', '2026-11-23T02:15:22.000Z'],
  ['rate(30 days)', '2026-11-22T14:15:22.000Z', '2026-12-22T14:15:22.000Z'],
  ['cron(0 12 * * ? *)', '2026-11-22T11:59:59.000Z', '2026-11-22T12:00:00.000Z'],
  ['cron(0 12 * * ? *)', '2026-11-22T12:00:00.000Z', '2026-11-23T12:00:00.000Z'],
  ['cron(0/30 20-2 ? * MON-FRI *)', '2026-11-20T23:30:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['cron(0/30 20-2 ? * MON-FRI *)', '2026-11-23T02:30:00.000Z', '2026-11-23T20:00:00.000Z'],
  ['cron(0 22-6/4 ? * MON *)', '2026-11-23T02:00:00.000Z', '2026-11-23T06:00:00.000Z'],
  ['cron(0/15 8-9 ? * MON-FRI *)', '2026-11-20T09:45:00.000Z', '2026-11-23T08:00:00.000Z'],
  ['cron(5,35 0 1 JAN,7 ? *)', '2026-11-20T09:45:00.000Z', '2027-01-01T00:05:00.000Z'],
  ['cron(0 0 29 2 ? *)', '2026-11-20T09:45:00.000Z', '2028-02-29T00:00:00.000Z'],
  ['cron(0 18 L * ? *)', '2027-02-20T09:45:00.000Z', '2027-02-28T18:00:00.000Z'],
  ['cron(0 18 LW * ? *)', '2027-02-20T09:45:00.000Z', '2027-02-26T18:00:00.000Z'],
  ['cron(0 18 3W * ? *)', '2026-09-20T09:45:00.000Z', '2026-10-02T18:00:00.000Z'],
  ['cron(0 18 ? * 6#3 *)', '2026-11-20T19:00:00.000Z', '2026-12-18T18:00:00.000Z'],
  ['cron(0 18 ? * FRIL *)', '2026-11-20T09:45:00.000Z', '2026-11-27T18:00:00.000Z'],
  ['cron(0 18 ? * L *)', '2026-11-20T09:45:00.000Z', '2026-11-21T18:00:00.000Z'],
  ['cron(10/7 3 ? * 2 *)', '2026-11-20T09:45:00.000Z', '2026-11-23T03:10:00.000Z'],
  ['cron(0 0 1 1 ? */7)', '2026-11-20T09:45:00.000Z', '2033-01-01T00:00:00.000Z'],
  ['cron(0 0 1 1 ? 2026/7)', '2026-11-20T09:45:00.000Z', '2033-01-01T00:00:00.000Z'],
  ['cron(0 0 31 2 ? *)', '2026-11-20T09:45:00.000Z', undefined],
  ['cron(0 0 1 1 ? 2025)', '2026-11-20T09:45:00.000Z', undefined],
])('%s after %s is due at %s', (expression, after, expected) => {
  expect(next(expression, after)).toBe(expected);
});

test.each([
  'rate(1 minutes)',
  'rate(2 minute)',
  'rate(0 days)',
  'rate(5 seconds)',
  'cron(0 12 * * *)',
  'cron(60 12 * * ? *)',
  'cron(0 12 * * * *)',
  'cron(0 12 ? * ? *)',
  'cron(0 12 ? * 8 *)',
  'cron(0 12 * 13/2 ? *)',
  'cron(0 12 * * ? 2200)',
  'cron(5-1 12 * * ? *)',
  'cron(0 22-2-5 * * ? *)',
  'cron(0 22-2/3/2 * * ? *)',
  'cron(0 5/22-2 * * ? *)',
  'cron(0 22-6/99 * * ? *)',
  'cron(a b c d ? e)',
  'every day',
])('%s is refused', (expression) => {
  expect(() => scene.bridge.putRule({ Name: 'bad', ScheduleExpression: expression })).toThrow('ScheduleExpression is not valid');
});

test('a schedule is taken on the default bus only', () => {
  scene.bridge.createEventBus({ Name: 'other' });
  expect(() => scene.bridge.putRule({ Name: 'x', EventBusName: 'other', ScheduleExpression: 'rate(1 day)' })).toThrow(
    'only on the default event bus',
  );
});

test('a cron expression that is not simulated is named, and kept', () => {
  scene.bridge.putRule({ Name: 'month-end', ScheduleExpression: 'cron(0 0 L-3 * ? *)' });
  expect(scene.messages).toEqual(['rule month-end: the schedule cron(0 0 L-3 * ? *) does not fire in the embedded runtime']);
  expect(scene.bridge.describeRule({ Name: 'month-end' }).ScheduleExpression).toBe('cron(0 0 L-3 * ? *)');
});

test('time between firings is scaled, but compressed to no less than a second', () => {
  expect(pauseMs(60_000, 1)).toBe(60_000);
  expect(pauseMs(3_600_000, 0.01)).toBe(36_000);
  expect(pauseMs(60_000, 0.001)).toBe(1_000);
  expect(pauseMs(-5, 1)).toBe(0);
});

test('a rule fires its targets with the scheduled event, again and again', async () => {
  const arn = scheduled('sweep');
  for (let count = 0; count < 2; count += 1) {
    const [tick] = await scene.sqs.receive('ticks', { waitMs: 20_000 });
    expect(JSON.parse(tick?.body ?? '{}')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '123456789012',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'eu-west-1',
      resources: [arn],
      detail: {},
    });
  }
});

test('a disabled or deleted rule does not fire', async () => {
  scheduled('on');
  scheduled('off', { State: 'DISABLED' });
  const gone = scheduled('gone');
  scene.bridge.removeTargets({ Rule: 'gone', Ids: ['queue'] });
  scene.bridge.deleteRule({ Name: 'gone' });
  const rules = new Set<string>();
  for (let count = 0; count < 2; count += 1) {
    const [tick] = await scene.sqs.receive('ticks', { waitMs: 20_000 });
    for (const arn of (JSON.parse(tick?.body ?? '{}') as { resources: string[] }).resources) rules.add(arn);
  }
  expect([...rules]).toEqual([scene.bridge.describeRule({ Name: 'on' }).Arn]);
  expect(rules).not.toContain(gone);
});

test('a test can fire a rule at once, and then waits for what comes of it', async () => {
  const arn = scheduled('nightly', { ScheduleExpression: 'cron(0 3 * * ? *)', State: 'DISABLED' });
  scene.bridge.fire('nightly');
  await scene.bridge.idle();
  const [tick] = await scene.sqs.receive('ticks');
  expect(JSON.parse(tick?.body ?? '{}')).toMatchObject({ 'detail-type': 'Scheduled Event', resources: [arn] });
  expect(scene.events).toEqual([]);

  expect(() => scene.bridge.fire('nobody')).toThrow('does not exist');
  scene.bridge.putRule({ Name: 'plain', EventPattern: '{"source":["x"]}' });
  expect(() => scene.bridge.fire('plain')).toThrow('has no schedule');
});
