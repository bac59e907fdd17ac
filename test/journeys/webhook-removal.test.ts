import { withRuntime } from '../support/journey.ts';
import { until } from '../support/journey-until.ts';
import { resourcesOf, verified, webhookJourney } from '../support/journey-webhooks.ts';

withRuntime('webhook receivers on loopback and the control plane of EventBridge', () => {
  const { here, endpoint, behave, api } = webhookJourney();

  test('an endpoint that is deleted while webhooks wait for it is sent nothing more, they are in the log, and nothing is left of it', async () => {
    behave('leaving', () => 503);
    const leaving = await endpoint('leaving');
    await leaving.happen(2);
    await until('retries', () => leaving.arrivals().filter(({ attempt }) => attempt > 1).length > 1);
    const operator = await api();
    expect((await operator.delete(leaving.path)).status).toBe(204);
    await here.system.runtime.idle();

    const sent = leaving.arrivals().length;
    const log = (await operator.get(`/v3/webhook-event-logs?webhookId=${leaving.id}`)).items;
    expect(new Set(log.map(({ eventId }) => eventId))).toEqual(new Set(leaving.arrivals().map(({ id }) => id)));
    expect(log).toMatchObject([1, 2].map(() => ({ result: 'dead-letter', errorCode: 'NO_RESOURCE' })));
    expect(resourcesOf(here, leaving.id)).toEqual({ connections: [], destinations: [], rules: [] });

    await leaving.happen(1);
    await here.system.runtime.idle();
    expect([leaving.arrivals().length, leaving.taken()]).toEqual([sent, []]);
    const again = await operator.post(`/v3/webhook-event-logs/${log[0]?.id}:redeliver`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'webhook-not-receiving' } });
    expect(here.system.warnings).toEqual([]);
  }, 60_000);

  test('an endpoint that is disabled is sent nothing new; what was being retried for it still comes, once it takes it', async () => {
    let answer = 503;
    behave('paused', () => answer);
    const paused = await endpoint('paused');
    const retried = await paused.happen(2);
    await until('retries', () => new Set(paused.arrivals().map(({ id }) => id)).size === 2);
    const operator = await api();
    expect((await operator.patch(paused.path, { enabled: false })).status).toBe(200);
    await until('its rule to be disabled', () => paused.rule() === 'DISABLED');

    const created = here.system.events.length;
    await paused.happen(2);
    await until('what is new', () => here.system.events.length >= created + 2);
    answer = 200;
    await here.system.runtime.idle();
    expect([paused.taken().toSorted(), (await paused.shown()).status]).toEqual([retried.toSorted(), 'disabled']);

    expect((await operator.patch(paused.path, { enabled: true })).status).toBe(200);
    await here.system.runtime.idle();
    expect([paused.taken().length, (await paused.shown()).status]).toEqual([2, 'healthy']);
  }, 60_000);

  test('a test webhook comes the way every webhook comes, with a signature that holds, to the one endpoint it is for', async () => {
    const tested = await endpoint('tested');
    const neighbour = await endpoint('neighbour', { resellerId: tested.reseller });
    const before = here.system.receiver.arrivals.length;
    const own = await here.as(['webhook:write'], { reseller: tested.reseller });
    const { status, body } = await own.post(`${tested.path}/test`, { event: 'reseller.organization.deleted' });
    expect({ status, body }).toMatchObject({ status: 202, body: { event: 'reseller.organization.deleted' } });
    await here.system.runtime.idle();
    const [arrival, ...others] = here.system.receiver.arrivals.slice(before);
    expect([others, neighbour.arrivals(), tested.arrivals()]).toEqual([[], [], [arrival]]);
    if (arrival === undefined) throw new Error('It did not arrive');
    expect(arrival).toMatchObject({ id: body.eventId, event: 'reseller.organization.deleted' });
    expect(await verified(here, arrival)).toMatchObject({ id: body.eventId, event: 'reseller.organization.deleted' });
    expect(await tested.log()).toMatchObject([{ eventId: body.eventId, result: 'delivered', retryAttempts: 0 }]);
  }, 30_000);

  test('a webhook that is tested is retried and dead-lettered like any other', async () => {
    behave('tested-in-vain', ({ attempt }) => (attempt === 1 ? 503 : 422));
    const tested = await endpoint('tested-in-vain');
    const own = await here.as(['webhook:write'], { reseller: tested.reseller });
    const { body } = await own.post(`${tested.path}/test`, {});
    await here.system.runtime.idle();
    expect(tested.arrivals().map(({ id, attempt }) => [id, attempt])).toEqual([
      [body.eventId, 1],
      [body.eventId, 2],
    ]);
    expect(await tested.log()).toMatchObject([{ eventId: body.eventId, result: 'dead-letter', retryAttempts: 1 }]);
  }, 30_000);
});
