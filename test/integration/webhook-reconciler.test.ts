import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { pendingWrite } from '../../functions/webhooks/store.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { endpointOn, MINUTE, recording } from './reconciler-endpoint.ts';
import { type Around, BUS, depsOf, PREFIX, TOKENS } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const scene = endpointOn(() => table);

test('an endpoint that EventBridge follows is healthy, and waits for nothing', async () => {
  const { run, stored, there, id } = await scene();
  expect(await run()).toBe('settled');
  expect(await stored()).toMatchObject({ webhook: { status: 'healthy', version: 1 }, pending: false });
  const { rule, ...rest } = there();
  expect(rest).toEqual({
    connection: { state: 'AUTHORIZED', token: 'token 1' },
    destination: { url: 'https://crm.example.com/hook', signsIn: true },
    targets: [{ Id: 'webhook', leads: true }],
  });
  expect(JSON.parse(rule?.pattern ?? '')).toEqual({
    source: ['tenantry', 'tenantry.directed'],
    'detail-type': [{ prefix: 'partner.' }, `to:${id}`],
  });
});

test('the target sends the payload with what is said of it, for a day, and then to the dead letters', async () => {
  const { run, bridge, id } = await scene();
  await run();
  const [target] = bridge.listTargetsByRule({ EventBusName: BUS, Rule: PREFIX + id.replaceAll('-', '') }).Targets ?? [];
  expect(target).toMatchObject({
    RoleArn: 'arn:aws:iam::123456789012:role/target',
    InputPath: '$.detail.payload',
    HttpParameters: {
      HeaderParameters: {
        'Webhook-Id': '$.detail.metadata.eventId',
        'Webhook-Event': '$.detail.payload.event',
        'Webhook-Tenant': '$.detail.metadata.tenant',
        'Webhook-Signature': '$.detail.metadata.signature',
      },
    },
    RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
    DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:123456789012:dead' },
  });
});

test('a second run finds nothing to do, and one without work changes nothing', async () => {
  const { run, parts, id } = await scene();
  await run();
  const calls: string[] = [];
  expect(await reconcile(id, depsOf({ ...parts, around: recording(calls) }))).toBe('left');
  expect(calls).toEqual(['commit']);
});

test('an endpoint that another run leases is left alone until its lease has run out', async () => {
  const { run, stored } = await scene();
  const killed: Around = (name, call) => (name === 'get' ? Promise.reject(new Error('killed')) : call());
  const dead: Around = async (name, call) => {
    if (name === 'commit' && stolen) throw new Error('killed');
    if (name === 'commit') stolen = true;
    return killed(name, call);
  };
  let stolen = false;
  await expect(run(0, dead)).rejects.toThrow('killed');
  expect(await run()).toBe('left');
  expect(await run(MINUTE)).toBe('left');
  expect(await stored()).toMatchObject({ webhook: { status: 'pending' }, pending: true });
  expect(await run(2 * MINUTE)).toBe('settled');
});

test('a path of the same origin, and a new token for it, are changed in place', async () => {
  const { run, commands, id } = await scene();
  await run();
  await commands.patch(id, { url: 'https://crm.example.com/elsewhere', token: TOKENS[1] });
  const calls: string[] = [];
  await run(0, recording(calls));
  expect(calls.filter((name) => /^(Create|Update|Delete)/.test(name))).toEqual(['UpdateConnection', 'UpdateApiDestination']);
});

test('the token is read and sent only when the connection has another', async () => {
  const { run, commands, id } = await scene();
  await run();
  await commands.patch(id, { events: ['reseller.*'] });
  const calls: string[] = [];
  await run(0, recording(calls));
  expect(calls.filter((name) => name === 'get' || name.startsWith('Update'))).toEqual(['get', 'get', 'get']);
});

test('a disabled endpoint is stopped before anything else is changed', async () => {
  const { run, commands, id, there, stored } = await scene();
  await run();
  await commands.patch(id, { enabled: false, url: 'https://elsewhere.example.com/', token: TOKENS[1] });
  const calls: string[] = [];
  await run(0, recording(calls));
  expect(calls.find((name) => /^(Put|Update|Create)/.test(name))).toBe('PutRule');
  expect(there()).toMatchObject({ rule: { state: 'DISABLED' }, destination: { url: 'https://elsewhere.example.com/' } });
  expect(await stored()).toMatchObject({ webhook: { status: 'disabled' } });
});

test('a suspended endpoint stays so and is sent nothing', async () => {
  const { run, id, there, stored, setHealth } = await scene();
  await run();
  await setHealth({
    status: 'suspended',
    suspendedAt: '2026-11-22T14:15:22.000Z',
    statusReason: 'It answers 410.',
    suspendedFor: 'It answers 410.',
    version: 2,
  });
  const webhook = { id, version: 2, updatedAt: '2026-11-22T14:15:22.000Z' };
  await table.table.commit([pendingWrite(webhook)]);
  expect(await run()).toBe('settled');
  expect(await stored()).toMatchObject({ webhook: { status: 'suspended', statusReason: 'It answers 410.' }, pending: false });
  expect(there()).toMatchObject({ rule: { state: 'DISABLED' }, targets: [{ leads: true }] });
});

test('what deliveries have shown meanwhile is kept', async () => {
  const { run, stored, setHealth } = await scene();
  let told = false;
  const failing: Around = async (name, call) => {
    if (name === 'PutTargets' && !told) {
      told = true;
      await setHealth({ status: 'failing', failures: 1 });
    }
    return call();
  };
  expect(await run(0, failing)).toBe('settled');
  expect(await stored()).toMatchObject({ webhook: { status: 'failing' }, pending: false });
});
