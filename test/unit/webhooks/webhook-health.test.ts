import type { Webhook } from '../../../functions/webhooks/webhook.ts';
import { recordFailure, withCurrentHealth } from '../../../functions/webhooks/webhook-health.ts';

const policy = { suspendAfter: 3, quietMs: 3_600_000 };
const NOW = '2026-11-22T15:00:00.000Z';

const webhook = {
  ...{ id: 'w', name: 'CRM', enabled: true, status: 'healthy', failures: 0, version: 4, owner: '/' },
  ...{ createdAt: '2026-11-22T10:00:00.000Z', updatedAt: '2026-11-22T10:00:00.000Z' },
} as unknown as Webhook;

const failure = (changes: object = {}) => ({
  at: '2026-11-22T14:59:59.000Z',
  reason: 'The endpoint did not answer in time.',
  gone: false,
  unreached: false,
  ...changes,
});
const strike = (state: Webhook, changes: object = {}, rules: object = {}): Webhook =>
  recordFailure(state, failure(changes), { ...policy, ...rules }, NOW);

test('a first failure makes a healthy endpoint failing, which is no new version', () => {
  const after = strike(webhook);
  expect(after).toMatchObject({ status: 'failing', failures: 1, lastFailureAt: '2026-11-22T14:59:59.000Z', version: 4 });
  expect(after.statusReason).toBe('The last webhook was dead-lettered. The endpoint did not answer in time.');
});

test('the failure that comes to the limit suspends it, which is a new version', () => {
  const after = strike(strike(strike(webhook)));
  expect(after).toMatchObject({ status: 'suspended', failures: 3, suspendedAt: NOW, updatedAt: NOW, version: 5 });
  expect(after.statusReason).toBe('3 webhooks were dead-lettered. The last one: The endpoint did not answer in time.');
});

test('an endpoint that answers 410 is suspended at once, also where none is by number', () => {
  expect(strike(webhook, { gone: true }, { suspendAfter: 0 })).toMatchObject({
    status: 'suspended',
    statusReason: 'The endpoint answered 410 Gone.',
  });
});

test('a limit of 0 suspends none by number', () => {
  expect(strike({ ...webhook, failures: 99_999, lastFailureAt: '2026-11-22T14:59:00.000Z' }, {}, { suspendAfter: 0 }).status).toBe(
    'failing',
  );
});

describe('a webhook that did not reach the endpoint', () => {
  const at = (minutes: number) => new Date(Date.parse('2026-11-22T14:00:00.000Z') + minutes * 60_000).toISOString();
  const slip = (state: Webhook, minutes: number): Webhook => strike(state, { at: at(minutes), unreached: true });
  const slips = (...minutes: number[]): Webhook => minutes.reduce(slip, webhook);

  test('is counted once in five minutes, so that a slip does not suspend', () => {
    expect(slips(0, 0, 1, 2, 3, 4, 4.9)).toMatchObject({ status: 'failing', failures: 1, lastFailureAt: at(4.9) });
  });

  test('suspends when it goes on', () => {
    expect(slips(0, 1, 5, 6).status).toBe('failing');
    expect(slips(0, 1, 5, 6, 10)).toMatchObject({ status: 'suspended', failures: 3 });
  });

  test('leaves those that were refused to be counted each', () => {
    const refused = (state: Webhook) => strike(state, { at: at(1) });
    expect(refused(refused(slip(webhook, 0)))).toMatchObject({ status: 'suspended', failures: 3 });
  });

  test('is counted again after a quiet time', () => {
    expect(slip({ ...slip(webhook, 0), lastFailureAt: '2026-11-22T12:00:00.000Z' }, 1).failures).toBe(1);
  });
});

test('after a quiet time the count starts anew', () => {
  const before = { ...webhook, status: 'failing', failures: 2, lastFailureAt: '2026-11-22T13:59:59.000Z' } as const;
  expect(strike(before)).toMatchObject({ status: 'failing', failures: 1 });
  expect(strike({ ...before, lastFailureAt: '2026-11-22T13:59:59.001Z' })).toMatchObject({ status: 'suspended', failures: 3 });
});

test('failures that arrive out of order keep the time of the last one', () => {
  const after = strike({ ...webhook, failures: 1, lastFailureAt: '2026-11-22T14:59:59.500Z' });
  expect(after).toMatchObject({ failures: 2, lastFailureAt: '2026-11-22T14:59:59.500Z' });
});

test('a failure from before the endpoint was last changed says nothing of it', () => {
  const resumed = { ...webhook, updatedAt: '2026-11-22T14:59:59.001Z' };
  expect(strike(resumed, { gone: true })).toBe(resumed);
});

test.each([
  ['suspended', { status: 'suspended', suspendedAt: '2026-11-22T11:00:00.000Z', failures: 3 }],
  ['suspended and being followed', { status: 'pending', suspendedAt: '2026-11-22T11:00:00.000Z', failures: 3 }],
  ['disabled', { status: 'disabled', enabled: false, failures: 2 }],
])('an endpoint that is %s is counted on, and nothing else', (_, state) => {
  const before = { ...webhook, ...state } as Webhook;
  const after = strike({ ...before, lastFailureAt: '2026-11-22T14:59:00.000Z' });
  expect(after).toMatchObject({ status: before.status, failures: before.failures + 1, version: 4 });
});

test.each(['pending', 'failed'] as const)('that one is %s is not covered up by a failure, but it can be suspended', (status) => {
  const once = strike({ ...webhook, status, statusReason: 'why' });
  expect(once).toMatchObject({ status, statusReason: 'why', failures: 1 });
  expect(strike(strike(once)).status).toBe('suspended');
});

describe('an endpoint is shown', () => {
  const failing = { ...webhook, status: 'failing', statusReason: 'why', failures: 2, lastFailureAt: '2026-11-22T14:00:00.001Z' } as const;

  test('failing while its last failure is recent, whatever the control plane noted since', () => {
    expect(withCurrentHealth(failing, NOW, policy)).toEqual(failing);
    expect(withCurrentHealth({ ...failing, status: 'healthy' }, NOW, policy).status).toBe('failing');
  });

  test('healthy again after a quiet time, without the reason', () => {
    const shown = withCurrentHealth({ ...failing, lastFailureAt: '2026-11-22T14:00:00.000Z' }, NOW, policy);
    expect(shown.status).toBe('healthy');
    expect(shown).not.toHaveProperty('statusReason');
  });

  test.each(['pending', 'failed', 'suspended', 'disabled'] as const)('%s as it is', (status) => {
    const state = { ...failing, status, lastFailureAt: '2026-01-01T00:00:00.000Z' };
    expect(withCurrentHealth(state, NOW, policy)).toBe(state);
  });
});
