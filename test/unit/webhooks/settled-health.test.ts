import { openWebhook, patchWebhook, settledHealth, type Webhook } from '../../../functions/webhooks/webhook.ts';
import { recordFailure } from '../../../functions/webhooks/webhook-health.ts';

const at = '2026-11-22T14:15:22.000Z';
const later = '2026-11-22T15:00:00.000Z';
const operator = { actor: 'test', permissions: new Set<never>() };
const fields = { name: 'CRM', url: 'https://crm.example.com/hook', events: ['partner.*' as const], token: 'a-token-of-sixteen' };
const webhook = openWebhook(fields, operator, { id: 'w', owner: '/', at });
const suspended = recordFailure(
  webhook,
  { at: later, reason: 'The endpoint answered 410.', gone: true, unreached: false },
  { suspendAfter: 0, quietMs: 1 },
  later,
);

const settled = (of: Webhook): Webhook => {
  const { statusReason: _, ...rest } = of;
  return { ...rest, ...settledHealth(of) };
};

test('a suspended endpoint says why it is suspended, whatever was changed or went wrong since', () => {
  const reason = { status: 'suspended', statusReason: 'The endpoint answered 410 Gone.' };
  expect(suspended).toMatchObject(reason);
  expect(settled(suspended)).toMatchObject(reason);
  expect(settled(patchWebhook(suspended, { name: 'Other' }, later))).toMatchObject(reason);
  expect(settled({ ...suspended, status: 'failed', statusReason: 'The installation lacks a right to set the endpoint up.' })).toMatchObject(
    reason,
  );
});

test('one that is resumed says nothing of it any more', () => {
  const resumed = settled(patchWebhook(suspended, { enabled: true }, later));
  expect(resumed).toMatchObject({ status: 'healthy', failures: 0 });
  for (const member of ['statusReason', 'suspendedAt', 'suspendedFor']) expect(resumed).not.toHaveProperty(member);
});
