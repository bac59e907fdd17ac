import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { journey } from '../support/journey.ts';
import { newPartner, unique } from '../support/journey-entities.ts';
import { deployment, operate, verifySender, whereEmulatorUsesNetwork } from './deployment.ts';

const here = journey();
const { TableName = '', EventBusName = '', WebhookPoisonQueueUrl = '' } = deployment.outputs;

test('npx tenantry bootstrap makes a root partner whose credential signs in', async () => {
  const [name, user] = [unique('Root'), unique('root')];
  const contact = ['--first-name', 'Ada', '--last-name', 'Lovelace', '--email', 'ada@example.com', '--phone', '+14155552671'];
  const printed = await operate('bootstrap', '--table', TableName, '--name', name, '--user', user, ...contact);
  const { partnerId, userName, secret } = JSON.parse(printed) as Record<string, string>;
  const root = here.api.as(`Basic ${Buffer.from(`${userName}:${secret}`).toString('base64')}`);
  expect((await root.get(`/v1/partners/${partnerId}`)).body).toMatchObject({ id: partnerId, name });
  expect((await root.post('/v1/partners', newPartner({ parent: { id: Number(partnerId) } }))).status).toBe(201);
});

test('npx tenantry orphaned-endpoints finds nothing that does not fit', async () => {
  expect(await operate('orphaned-endpoints', '--stage', 'dev', '--dry-run')).toMatch(/has its resources|endpoint +what/);
});

test.each([
  ['the delivery log', '--table', TableName],
  ['the poison queue', '--queue', WebhookPoisonQueueUrl],
])('npx tenantry redrive looks into %s', async (_, option, value) => {
  expect(JSON.parse(await operate('redrive', option, value, '--bus', EventBusName, '--dry-run'))).toEqual({
    endpoints: {},
    reasons: [],
    found: 0,
  });
});

test('npx tenantry replay finds the archive of the bus', async () => {
  const span = ['--from', '2026-11-22T14:00:00Z', '--to', '2026-11-22T15:00:00Z'];
  const refused = operate('replay', '--bus', EventBusName, '--webhook', 'nobody', ...span, '--dry-run');
  await expect(refused).rejects.toThrow(/nobody/);
});

/** What a function of the installation answers when it is called with an empty event. */
const invoke = async (part: string) => {
  const lambda = new LambdaClient();
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 200 }));
  const FunctionName = Functions.find((each) => each.FunctionName?.includes(part))?.FunctionName;
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
  return [FunctionError, Payload && Buffer.from(Payload).toString()];
};

whereEmulatorUsesNetwork(() => {
  test('the canary does its round by what its role allows, through the address of the API', async () => {
    expect(await invoke('CanaryRun')).toEqual([undefined, 'null']);
  });
});

test('npx tenantry doctor finds fault with nothing but what the emulator leaves out', async () => {
  const rights = [
    'reseller:write',
    'reseller:read',
    'reseller:organization:create',
    'reseller:organization:read',
    'reseller:organization:delete',
  ];
  const token = await here.mintToken({ permissions: rights });
  await verifySender();
  const printed = await operate(
    'doctor',
    '--stage',
    'dev',
    '--url',
    deployment.api,
    '--token-command',
    `echo ${token}`,
    '--write',
    '--json',
  );
  const rows = JSON.parse(printed) as readonly Readonly<Record<'result' | 'check', string>>[];
  expect(rows.length).toBeGreaterThan(20);
  const faults = rows.filter(({ result }) => result === 'fail').map(({ check }) => check);
  // Its CloudFormation passes over recovery and expiry of a table, and it makes no metrics of log
  // lines.
  expect(faults.filter((check) => !['table safety', 'expiry', 'canary'].includes(check))).toEqual([]);
});
