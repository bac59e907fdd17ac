import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { awsEndpoint } from '@tenantry/cdk-local/base/aws-endpoint';
import { AwsError } from '@tenantry/cdk-local/base/aws-error';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { endpointOn, MINUTE, refusing } from './reconciler-endpoint.ts';
import { type Around, BUS, bridgeOf, depsOf, PREFIX, TOKENS } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const scene = endpointOn(() => table);

test.each([
  ['the quota', 'LimitExceededException', 'PutRule', 'The quota of EventBridge for webhook endpoints is used up.'],
  ['a missing right', 'AccessDeniedException', 'CreateConnection', 'The installation lacks a right to set the endpoint up.'],
  ['the URL', 'ValidationException', 'CreateApiDestination', 'EventBridge does not accept the URL.'],
  ['the token', 'ValidationException', 'CreateConnection', 'EventBridge does not accept the token.'],
  ['anything else', 'PolicyLengthExceededException', 'PutTargets', 'EventBridge refused to set the endpoint up.'],
])('a refusal because of %s fails the endpoint with a reason, and is retried', async (_, code, action, statusReason) => {
  const { run, stored, nextTry } = await scene();
  const around = refusing(new AwsError(code, `arn:aws:events and ${TOKENS[0]}`), action);
  expect(await run(0, around)).toBe('failed');
  expect(await stored()).toMatchObject({ webhook: { status: 'failed', statusReason, version: 1 }, pending: true });
  expect(Math.round((await nextTry()) / MINUTE)).toBe(1);
  expect(await run()).toBe('left');
  expect(await run(2 * MINUTE)).toBe('settled');
  expect((await stored()).webhook).toEqual({ status: 'healthy', statusReason: undefined, version: 1 });
});

test('pauses grow from a minute to an hour, and a change is followed at once', async () => {
  const { run, commands, id, stored, nextTry } = await scene();
  const around = refusing(new AwsError('ValidationException', 'no'), 'CreateApiDestination');
  const pauses: number[] = [];
  for (let [count, later] = [0, 0]; count < 8; count += 1) {
    await run(later, around);
    const next = await nextTry();
    pauses.push(Math.round((next - later) / MINUTE));
    later = next;
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  await commands.patch(id, { url: 'https://right.example.com/' });
  expect(await run()).toBe('settled');
  expect(await stored()).toMatchObject({ webhook: { status: 'healthy' } });
});

test('the quota of rules that EventBridge itself has fails the endpoint, until there is room again', async () => {
  const { run, bridge, stored } = await scene();
  const pattern = { EventBusName: BUS, EventPattern: '{"source":["other"]}' };
  for (let count = 0; count < 300; count += 1) bridge.putRule({ Name: `other-${count}`, ...pattern });
  expect(await run()).toBe('failed');
  expect(await stored()).toMatchObject({ webhook: { statusReason: 'The quota of EventBridge for webhook endpoints is used up.' } });
  bridge.deleteRule({ Name: 'other-7', EventBusName: BUS });
  expect(await run(2 * MINUTE)).toBe('settled');
});

test('an authorisation that takes long leaves the endpoint pending, and is checked again', async () => {
  const { run, bridge, stored, nextTry } = await scene({}, bridgeOf(3_600_000));
  expect(await run()).toBe('postponed');
  expect(await stored()).toMatchObject({ webhook: { status: 'pending' }, pending: true });
  expect(await nextTry()).toBeLessThan(MINUTE);
  expect(bridge.listRules({ EventBusName: BUS }).Rules).toEqual([]);
  expect(await run(MINUTE)).toBe('postponed');
  await bridge.stop();
});

test('a connection that loses its authorisation fails the endpoint, and is given its token again', async () => {
  const { run, bridge, id, stored, there } = await scene({}, bridgeOf(3_600_000));
  const name = PREFIX + id.replaceAll('-', '');
  await run();
  bridge.deauthorizeConnection({ Name: name });
  const stubborn: Around = async (action, call) => {
    const answer = await call();
    if (action === 'UpdateConnection') bridge.deauthorizeConnection({ Name: name });
    return answer;
  };
  expect(await run(MINUTE, stubborn)).toBe('failed');
  expect(await stored()).toMatchObject({
    webhook: { status: 'failed', statusReason: 'EventBridge could not authorise the connection to the endpoint.' },
  });
  expect(await run(10 * MINUTE)).toBe('postponed');
  expect(there().connection).toEqual({ state: 'AUTHORIZING', token: 'token 1' });
  await bridge.stop();
});

const throttled = () => Promise.reject(new AwsError('ThrottlingException', 'Rate exceeded'));

test('a control plane whose throttles outlast all retries delays an endpoint, and never fails it', async () => {
  const { run, stored } = await scene();
  const seen = new Set<string>();
  const around: Around = (name, call) => {
    // The table's calls are not capitalised.
    const isFirst = /^[A-Z]/.test(name) && !seen.has(name);
    if (isFirst) seen.add(name);
    return isFirst ? throttled() : call();
  };
  const outcomes: string[] = [];
  for (let minutes = 0; outcomes.at(-1) !== 'settled'; minutes += 6) {
    outcomes.push(await run(minutes * MINUTE, around));
    expect(['pending', 'healthy']).toContain((await stored()).webhook?.status);
  }
  // One try for each kind of call, and the last.
  expect(outcomes).toEqual([...Array(seen.size).fill('postponed'), 'settled']);
});

/** Throttles every other call. */
const throttling = (): Around => {
  let count = 0;
  return (_, call) => {
    count += 1;
    return count % 2 === 0 ? throttled() : call();
  };
};

test("the SDK's own retries carry one run through a control plane that throttles every other call", async () => {
  const { bridge, parts, id } = await scene();
  const around = throttling();
  const endpoint = await awsEndpoint({
    handlers: { AWSEvents: (action, input) => around(action, () => bridge.handle(action, input)) },
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new EventBridgeClient({ endpoint: endpoint.url, region: 'eu-west-1', credentials, maxAttempts: 5 });
  try {
    expect(await reconcile(id, depsOf({ ...parts, client }))).toBe('settled');
  } finally {
    client.destroy();
    await endpoint.stop();
  }
}, 30_000);

test('no token, URL or answer of EventBridge is in what is logged', async () => {
  const { parts, id } = await scene();
  const lines: unknown[] = [];
  const log = { info: (...line: unknown[]) => void lines.push(line), warn: (...line: unknown[]) => void lines.push(line) };
  const around = refusing(new AwsError('AccessDeniedException', `${TOKENS[0]} at https://crm.example.com/hook`), 'CreateConnection');
  await reconcile(id, depsOf({ ...parts, around, log }));
  expect(lines).toEqual([
    ['control plane', { webhookId: id, action: 'CreateConnection', code: 'AccessDeniedException' }],
    ['operator needed', { webhookId: id, code: 'AccessDeniedException' }],
    ['reconciled', { webhookId: id, outcome: 'failed' }],
  ]);
});

test('a refused removal is retried until nothing is left, and only then is the endpoint gone', async () => {
  const { run, commands, id, stored, there } = await scene();
  await run();
  const { endpoints } = await stored();
  await commands.remove(id);
  expect(await run(0, refusing(new AwsError('AccessDeniedException', 'no'), 'DeleteConnection'))).toBe('failed');
  expect(await stored()).toMatchObject({ webhook: { status: 'healthy' }, pending: true, endpoints });
  expect(await run(5 * MINUTE)).toBe('removed');
  expect(await stored()).toEqual({ webhook: undefined, token: undefined, place: false, pending: false, endpoints: endpoints - 1 });
  expect(there()).toEqual({ connection: undefined, destination: undefined, rule: undefined, targets: [] });
});
