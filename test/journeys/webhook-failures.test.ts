import { setTimeout as delay } from 'node:timers/promises';
import { withRuntime } from '../support/journey.ts';
import { until } from '../support/journey-until.ts';
import { TOKEN, verified, webhookJourney } from '../support/journey-webhooks.ts';

// An hour, where a second is a millisecond; the five seconds of a client are one, in which a busy
// machine still answers.
const [AN_HOUR_MS, CLIENT_TIMEOUT_MS] = [3600, 1000];
const NEW_TOKEN = 'the-next-token-of-the-endpoint';

withRuntime('webhook receivers on loopback and the control plane of EventBridge', () => {
  const { here, endpoint, behave, api } = webhookJourney({ clientTimeoutMs: CLIENT_TIMEOUT_MS });

  test('an endpoint that is down for an hour has everything afterwards, once by Webhook-Id, and verifies it', async () => {
    let state: 'unreachable' | 'starting' | 'up' = 'unreachable';
    behave('down', () => (state === 'unreachable' ? 'hang up' : state === 'starting' ? 503 : 200));
    const down = await endpoint('down');
    const early = await down.happen(5);
    await delay(AN_HOUR_MS / 2);
    state = 'starting';
    const made = [...early, ...(await down.happen(5))];
    await delay(AN_HOUR_MS / 2);
    await until('an attempt of each', () => new Set(down.arrivals().map(({ id }) => id)).size === 10);
    expect(down.taken()).toEqual([]);
    state = 'up';
    await here.system.runtime.idle();
    expect(new Set(down.taken())).toEqual(new Set(made));
    expect(Math.max(...down.arrivals().map(({ attempt }) => attempt))).toBeGreaterThan(3);
    for (const arrival of down.arrivals().slice(-10)) expect(await verified(here, arrival)).toMatchObject({ id: arrival.id });
    expect([await down.log('dead-letter'), (await down.shown()).status]).toEqual([[], 'healthy']);
  }, 60_000);

  test('an endpoint that answers every other webhook with 500 has everything, once by Webhook-Id', async () => {
    let count = 0;
    behave('flapping', () => {
      count += 1;
      return count % 2 === 0 ? 200 : 500;
    });
    const flapping = await endpoint('flapping');
    const made = await flapping.happen(8);
    await here.system.runtime.idle();
    expect(flapping.taken().toSorted()).toEqual(made.toSorted());
    expect(flapping.arrivals().length).toBeGreaterThan(8);
    expect([await flapping.log('dead-letter'), (await flapping.shown()).status]).toEqual([[], 'healthy']);
  }, 30_000);

  test('an endpoint that answers too late is sent the webhook again, and knows it by Webhook-Id', async () => {
    behave('slow', ({ attempt }) => (attempt < 3 ? { status: 200, afterMs: CLIENT_TIMEOUT_MS * 1.2 } : 200));
    const slow = await endpoint('slow');
    const made = await slow.happen(2);
    await here.system.runtime.idle();
    expect(slow.taken().toSorted()).toEqual(made.toSorted());
    expect(new Set(slow.arrivals().map(({ attempt }) => attempt))).toEqual(new Set([1, 2, 3]));
    expect(slow.arrivals()).toHaveLength(6);
    expect(new Set(slow.arrivals().map(({ id }) => id)).size).toBe(2);
    expect(await slow.log('dead-letter')).toEqual([]);
  }, 30_000);

  test('an endpoint that has revoked its token takes what it refused once the new token is patched', async () => {
    behave('revoked', ({ token }) => (token === NEW_TOKEN ? 200 : 401));
    const revoked = await endpoint('revoked');
    const made = await revoked.happen(2);
    await until('retries with the old token', () => revoked.arrivals().filter(({ attempt }) => attempt > 1).length > 1);
    expect([revoked.taken(), await revoked.log()]).toEqual([[], []]);
    expect((await (await api()).patch(revoked.path, { token: NEW_TOKEN })).status).toBe(200);
    await here.system.runtime.idle();
    expect(revoked.taken().toSorted()).toEqual(made.toSorted());
    const tokens = revoked.arrivals().map(({ token }) => token);
    expect(new Set(tokens)).toEqual(new Set([TOKEN, NEW_TOKEN]));
    for (const arrival of revoked.arrivals().slice(-1)) expect(await verified(here, arrival, NEW_TOKEN)).toBeDefined();
    expect([await revoked.log('dead-letter'), (await revoked.shown()).status]).toEqual([[], 'healthy']);
  }, 30_000);

  test('what arrived is in the delivery log of the embedded runtime, with how often it was tried', async () => {
    behave('noted', ({ attempt }) => (attempt < 3 ? 500 : 200));
    const noted = await endpoint('noted');
    await noted.happen(1);
    await here.system.runtime.idle();
    const [arrival] = noted.arrivals();
    const log = await noted.log('delivered');
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ eventId: arrival?.id, event: 'reseller.organization.created', tenant: `/resellers/${noted.reseller}` });
    expect(log[0]).toMatchObject({ webhookId: noted.id, result: 'delivered', retryAttempts: 2 });
    const path = `/v3/webhook-event-logs/${log[0]?.id}`;
    expect((await (await api()).get(path)).body).toEqual(log[0]);
    expect((await (await here.as(['eventLog:read'], { reseller: 'another' })).get(path)).status).toBe(404);
  }, 30_000);
});
