import { journey, withRuntime } from '../support/journey.ts';
import { newReseller } from '../support/journey-entities.ts';
import { until } from '../support/journey-until.ts';

withRuntime("the functions' processes", () => {
  const here = journey({ alone: true });

  test('a function that dies is an opaque 500 of the gateway, and the same request may be sent again under its key', async () => {
    const api = await here.as(['reseller:write']);
    const [{ runtime }, create] = [here.system, here.system.functionName('ResellersCreate')];
    const [body, key] = [newReseller(), { 'idempotency-key': 'crashed' }];

    const first = api.post('/v3/resellers', body, key);
    await until('the function to start', () => runtime.functions.workers(create) > 0);
    await runtime.functions.kill(create);
    expect(await first).toMatchObject({ status: 500, body: { message: 'Internal Server Error' } });

    const second = await api.post('/v3/resellers', body, key);
    expect([second.status, second.headers['idempotency-replayed']]).toEqual([201, undefined]);
    await runtime.idle();
    expect(here.system.events.map(({ detail }) => detail.payload)).toEqual([expect.objectContaining({ data: second.body })]);
  });
});
