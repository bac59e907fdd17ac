import type { Caller } from '../../../functions/shared/contract/caller.ts';
import { webhookSuspended } from '../../../functions/webhooks/events.ts';
import {
  closeWebhook,
  isActive,
  mayManage,
  openWebhook,
  ownerOf,
  patchWebhook,
  requireOwnReseller,
  requireTokenToMove,
  settledHealth,
  urlRules,
  type Webhook,
} from '../../../functions/webhooks/webhook.ts';
import { recordFailure } from '../../../functions/webhooks/webhook-health.ts';

const at = '2026-11-22T14:15:22.000Z';
const later = '2026-11-22T15:00:00.000Z';
const operator: Caller = { actor: 'token:a', permissions: new Set() };
const reseller: Caller = { ...operator, resellerId: 'r' };
const partner: Caller = { ...operator, partnerId: 7 };
const fields = { name: 'CRM', url: 'https://CRM.example.com/hook', events: ['partner.*' as const], token: 'a-token-of-sixteen' };
const webhook = openWebhook(fields, operator, { id: 'w', owner: '/', at });

test('a new endpoint is enabled and pending, and has of its token only the end', () => {
  expect(webhook).toEqual({
    ...{ id: 'w', owner: '/', name: 'CRM', url: 'https://crm.example.com/hook', events: ['partner.*'], enabled: true },
    ...{ tokenLast4: 'teen', tokenVersion: 1, status: 'pending', failures: 0, version: 1, createdAt: at, updatedAt: at },
  });
  expect(openWebhook({ ...fields, enabled: false }, operator, { id: 'w', owner: '/', at }).enabled).toBe(false);
});

test('it belongs to its reseller or to its partner', () => {
  const made = (caller: Caller) => {
    const { resellerId, partnerId, owner } = openWebhook(fields, caller, { id: 'w', owner: ownerOf(caller), at });
    return { resellerId, partnerId, owner };
  };
  expect(made(reseller)).toEqual({ resellerId: 'r', owner: '/resellers/r' });
  expect(made(partner)).toEqual({ partnerId: 7, owner: '/partners/7' });
  expect(made({ ...partner, ...reseller })).toEqual({ resellerId: 'r', owner: '/resellers/r' });
  expect(made(operator)).toEqual({ owner: '/' });
});

test('it is managed by its owner and the operator', () => {
  const managed = (caller: Caller) => (['/', '/resellers/r', '/partners/7'] as const).filter((owner) => mayManage(caller, { owner }));
  expect([managed(operator), managed(reseller), managed(partner)]).toEqual([
    ...[['/', '/resellers/r', '/partners/7'], ['/resellers/r'], ['/partners/7']],
  ]);
});

test('a bound caller may only request the events of its own reseller', () => {
  const requested = (caller: Caller, resellerId?: string) => () => requireOwnReseller(caller, resellerId);
  for (const allowed of [requested(reseller, 'r'), requested(reseller), requested(operator, 'r'), requested(partner)])
    expect(allowed).not.toThrow();
  for (const refused of [requested(reseller, 'other'), requested(partner, 'r')])
    expect(refused).toThrow(expect.objectContaining({ code: 'foreign-tenant', message: 'The caller is bound to another tenant.' }));
});

test('to another origin it moves only with a new token', () => {
  const moved = (patch: Parameters<typeof requireTokenToMove>[1]) => () => requireTokenToMove(webhook, patch);
  const other = 'https://other.example.com/hook';
  for (const allowed of [moved({ name: 'x' }), moved({ url: 'https://crm.example.com/2' }), moved({ url: other, token: fields.token })])
    expect(allowed).not.toThrow();
  expect(moved({ url: other })).toThrow(
    expect.objectContaining({
      violations: [{ in: 'body', pointer: '/token', code: 'required', message: 'is required with a url of another origin' }],
    }),
  );
});

test('a URL is checked beyond its schema, if there is one', () => {
  expect(urlRules({ url: 'http://crm.example.com/' }, false)).toEqual([expect.objectContaining({ in: 'body', pointer: '/url' })]);
  expect([urlRules({ url: 'https://crm.example.com/' }, false), urlRules({}, false), urlRules({ url: 7 }, false)]).toEqual([[], [], []]);
  expect(urlRules({ url: 'http://localhost:8080/' }, true)).toEqual([]);
});

test('a change makes the next version, which is pending and says no reason any more', () => {
  const failing: Webhook = { ...webhook, status: 'failing', statusReason: 'The endpoint answered 500.', failures: 2 };
  expect(patchWebhook(failing, { name: 'x', url: 'https://CRM.example.com/2' }, later)).toEqual({
    ...{ ...webhook, name: 'x', url: 'https://crm.example.com/2', status: 'pending', failures: 2, version: 2, updatedAt: later },
  });
});

test('one that changes nothing is the same object', () => {
  expect(patchWebhook(webhook, { name: 'CRM', url: fields.url }, later)).toBe(webhook);
});

test('a new token counts as a change, also when it ends alike', () => {
  expect(patchWebhook(webhook, { token: 'another-token-teen' }, later)).toMatchObject({ tokenLast4: 'teen', tokenVersion: 2, version: 2 });
});

test('to enable a suspended endpoint forgets its failures; to enable another one forgets nothing', () => {
  const failed = { failures: 3, lastFailureAt: at, unreachedAt: at };
  const suspended: Webhook = { ...webhook, ...failed, status: 'suspended', statusReason: 'x', suspendedAt: at, suspendedFor: 'x' };
  expect(patchWebhook(suspended, { enabled: true }, later)).toEqual({ ...webhook, version: 2, updatedAt: later });
  expect(patchWebhook(suspended, { name: 'x' }, later)).toMatchObject({ ...failed, suspendedAt: at, suspendedFor: 'x' });
  const disabled: Webhook = { ...webhook, ...failed, enabled: false };
  expect(patchWebhook(disabled, { enabled: true }, later)).toMatchObject(failed);
});

test('one that is being removed has the next version', () => {
  expect(closeWebhook(webhook, later)).toEqual({ ...webhook, deletedAt: later, version: 2, updatedAt: later });
});

test('events are sent to an endpoint that is enabled and not suspended, whatever its status says', () => {
  expect(isActive(webhook)).toBe(true);
  for (const change of [{ enabled: false }, { status: 'suspended' as const }, { suspendedAt: at }])
    expect(isActive({ ...webhook, ...change })).toBe(false);
});

test('an endpoint that EventBridge has is healthy, disabled, or what its deliveries have shown', () => {
  const settled = (change: Partial<Webhook>) => settledHealth({ ...webhook, ...change });
  expect(settled({ statusReason: 'old' })).toEqual({ status: 'healthy' });
  expect(settled({ enabled: false, status: 'failing', suspendedAt: at })).toEqual({ status: 'disabled' });
  expect(settled({ status: 'failing', statusReason: 'x' })).toEqual({ status: 'failing', statusReason: 'x' });
  expect(settled({ status: 'failing' })).toStrictEqual({ status: 'failing' });
  expect(settled({ suspendedAt: at, suspendedFor: 'y', statusReason: 'x' })).toEqual({ status: 'suspended', statusReason: 'y' });
  expect(settled({ suspendedAt: at, statusReason: 'x' })).toStrictEqual({ status: 'suspended' });
});

test.each([
  ['the operator', 'operator' as const, '/', { pk: 'WEBHOOK#w', sk: 'EVENT#e' }],
  ['a reseller', { resellerId: 'r' }, '/resellers/r', { pk: 'RESELLER#r', sk: 'EVENT#e' }],
  ['a partner', { path: [1, 4, 7] }, '/partners/1/4/7', { pk: 'PARTNER#1', sk: 'EVENT#e' }],
])('the event of a suspended endpoint of %s is kept with its owner, and hides the query', (_, owner, tenant, key) => {
  const before: Webhook = { ...webhook, status: 'failing', url: 'https://crm.example.com/hook?key=secret' };
  const after: Webhook = { ...before, status: 'suspended', suspendedAt: later, version: 4, updatedAt: later };
  const event = webhookSuspended({ ...before, version: 3 }, after, owner);
  expect(event).toMatchObject({
    ...{ name: 'webhook.suspended', tenant, at: later, version: 4, previousVersion: 3 },
    ...{ changed: ['/status'], previous: { '/status': 'failing' } },
  });
  expect(event.key('e')).toEqual(key);
  const { owner: __, tokenVersion: ___, failures: ____, suspendedAt: _____, ...shown } = after;
  expect(event.data).toEqual({ ...shown, url: 'https://crm.example.com/hook' });
});

test('a failure counts from the moment of the last change on', () => {
  const failed = (failedAt: string) =>
    recordFailure(webhook, { at: failedAt, reason: 'x', gone: false, unreached: false }, { suspendAfter: 0, quietMs: 1 }, later);
  expect(failed(at)).toMatchObject({ failures: 1, lastFailureAt: at });
  expect(failed('2026-11-22T14:15:21.999Z')).toBe(webhook);
});
