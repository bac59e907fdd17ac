import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EventEnvelope } from '../src/eventbridge/resources.ts';
import { startRuntime } from '../src/runtime.ts';
import type { Runtime, RuntimeOptions } from '../src/runtime-options.ts';
import { type Fixture, temporaryDirectory } from './assembly-fixture.ts';
import { hooksAssembly } from './hooks-assembly.ts';
import { type WebhookReceiver, webhookReceiver } from './webhook-receiver.ts';

let receiver: WebhookReceiver;
let status = 204;
let state: Fixture;
let assembly: Fixture;
let runtime: Runtime;
const events: EventEnvelope[] = [];
const logs: string[] = [];
const calls: string[] = [];

const dataDir = () => join(state.directory, 'data');
const start = (more: Partial<RuntimeOptions> = {}) =>
  startRuntime({
    assembly: assembly.directory,
    port: 0,
    timeScale: 0.001,
    faults: { controlPlane: (action) => void calls.push(action) },
    on: { event: (event) => events.push(event), log: ({ line }) => logs.push(line.trim()) },
    ...more,
  });
const publish = (n: number) =>
  runtime.eventBridge.putEvents({
    Entries: [{ EventBusName: 'hooks', Source: 'hooks', DetailType: 'made', Detail: JSON.stringify({ n }) }],
  });

beforeAll(async () => {
  receiver = await webhookReceiver((response) => response.writeHead(status).end());
  state = temporaryDirectory();
  assembly = hooksAssembly(`${receiver.url}/hook`);
  runtime = await start({ dataDir: dataDir() });
});
afterAll(async () => {
  await runtime.stop();
  await receiver.stop();
  assembly.remove();
  state.remove();
});

// Each goes on from where the one before it ended: they are one life of one system.
describe('a system that makes its own webhooks', () => {
  test('is understood whole', () => {
    expect(runtime.warnings).toEqual([]);
  });

  test('is reconciled when its schedule fires, with the secret of its template', async () => {
    runtime.eventBridge.fire('Hooks-Sweep');
    await runtime.idle();
    expect(logs).toEqual(['Scheduled Event arn:aws:events:us-east-1:000000000000:rule/Hooks-Sweep']);
    expect(calls).toEqual(['ListRules', 'CreateConnection', 'CreateApiDestination', 'PutRule', 'PutTargets']);

    publish(1);
    await runtime.idle();
    expect(receiver.received.map(({ body, headers }) => [body, headers['webhook-token']])).toEqual([
      ['{"n":1}', runtime.secrets.value('hooks/token')],
    ]);
  });

  test('is idle only when the dead letter of a delivery was collected, tried again and told', async () => {
    status = 410;
    publish(2);
    await runtime.idle();
    status = 204;
    expect(events.filter(({ source }) => source === 'collector').map(({ detail }) => detail)).toEqual([
      { of: { n: 2 }, code: 'SDK_CLIENT_ERROR' },
    ]);
    expect(runtime.queues.attributes('letters')).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  test('replays its archive to the rule that a function made', async () => {
    const { Arn = '' } = runtime.eventBridge.describeRule({ Name: 'made', EventBusName: 'hooks' });
    const before = receiver.received.length;
    runtime.eventBridge.startReplay({
      ReplayName: 'again',
      EventSourceArn: runtime.outputs['Hooks.Archive'],
      EventStartTime: new Date(Date.now() - 3_600_000),
      EventEndTime: new Date(Date.now() + 60_000),
      Destination: { Arn: runtime.outputs['Hooks.Bus'], FilterArns: [Arn] },
    });
    await runtime.idle();
    const bodies = receiver.received.slice(before).map(({ body }) => body);
    expect(bodies.toSorted((a, b) => a.localeCompare(b))).toEqual(['{"n":1}', '{"n":2}']);
  });

  test('goes on after a restart with what it had made, and the same secret', async () => {
    const token = runtime.secrets.value('hooks/token');
    await runtime.stop();
    runtime = await start({ dataDir: dataDir() });
    expect(runtime.secrets.value('hooks/token')).toBe(token);
    const before = receiver.received.length;
    publish(3);
    await runtime.idle();
    expect(receiver.received.slice(before).map(({ body, headers }) => [body, headers['webhook-token']])).toEqual([['{"n":3}', token]]);
    const kept = readdirSync(dataDir());
    expect(kept).toEqual(expect.arrayContaining(['eventbridge.json', 'runtime.db', 'secrets.json', 'tables.db']));
    expect(kept.filter((name) => (statSync(join(dataDir(), name)).mode & 0o777) !== 0o600)).toEqual([]);
  });

  test('forgets both without a data folder', async () => {
    const token = runtime.secrets.value('hooks/token');
    await runtime.stop();
    runtime = await start();
    expect(runtime.eventBridge.listRules({ EventBusName: 'hooks' }).Rules).toEqual([]);
    expect(runtime.secrets.value('hooks/token')).not.toBe(token);
  });
});
