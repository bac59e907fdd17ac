import { journey } from '../support/journey.ts';
import { newPartner, unique } from '../support/journey-entities.ts';
import { deployment, operate } from './deployment.ts';

const here = journey();
const { TableName = '', EventBusName = '', WebhookPoisonQueueUrl = '' } = deployment.outputs;

test('npm run bootstrap makes a root partner whose credential signs in', async () => {
  const [name, user] = [unique('Root'), unique('root')];
  const contact = ['--first-name', 'Ada', '--last-name', 'Lovelace', '--email', 'ada@example.com', '--phone', '+14155552671'];
  const printed = await operate('bootstrap', '--table', TableName, '--name', name, '--user', user, ...contact);
  const { partnerId, userName, secret } = JSON.parse(printed) as Record<string, string>;
  const root = here.api.as(`Basic ${Buffer.from(`${userName}:${secret}`).toString('base64')}`);
  expect((await root.get(`/v1/partners/${partnerId}`)).body).toMatchObject({ id: partnerId, name });
  expect((await root.post('/v1/partners', newPartner({ parent: { id: Number(partnerId) } }))).status).toBe(201);
});

test('npm run webhooks:orphans finds nothing that does not fit', async () => {
  expect(await operate('webhook-orphans', '--stage', 'dev', '--table', TableName, '--dry-run')).toMatch(/has its resources|endpoint +what/);
});

test.each([
  ['the delivery log', '--table', TableName],
  ['the poison queue', '--queue', WebhookPoisonQueueUrl],
])('npm run redrive looks into %s', async (_, option, value) => {
  expect(JSON.parse(await operate('redrive', option, value, '--bus', EventBusName, '--dry-run'))).toEqual({ endpoints: {}, reasons: [] });
});

test('npm run replay finds the archive of the bus', async () => {
  const span = ['--from', '2026-11-22T14:00:00Z', '--to', '2026-11-22T15:00:00Z'];
  const refused = operate('replay', '--bus', EventBusName, '--webhook', 'nobody', ...span, '--dry-run');
  await expect(refused).rejects.toThrow(/nobody/);
});
