import { withRuntime } from '../support/journey.ts';
import type { Answer } from '../support/journey-receiver.ts';
import { type EndpointUnderTest, replayTo, verified, webhookJourney } from '../support/journey-webhooks.ts';

/** As the configuration has it unless it says otherwise. */
const SUSPEND_AFTER = 10;

withRuntime('webhook receivers on loopback and the control plane of EventBridge', () => {
  const { here, endpoint, behave, api } = webhookJourney();

  /** An endpoint whose answers the test changes. */
  const answering = async (place: string, first: Answer) => {
    let answer = first;
    behave(place, () => answer);
    const from = (next: Answer): void => {
      answer = next;
    };
    return { at: await endpoint(place), from };
  };

  const delivered = async (at: EndpointUnderTest, count: number): Promise<readonly string[]> => {
    const made = await at.happen(count);
    await here.system.runtime.idle();
    return made;
  };

  /** The events of this endpoint's suspension. */
  const suspensions = ({ id }: EndpointUnderTest) =>
    here.system.events.filter(({ 'detail-type': type, detail }) => {
      const { data } = detail.payload as { readonly data: { readonly id?: unknown } };
      return type === 'webhook.suspended' && data.id === id;
    });

  const resume = async ({ path }: EndpointUnderTest): Promise<void> => {
    expect((await (await api()).patch(path, { enabled: true })).body.status).toBe('pending');
    await here.system.runtime.idle();
  };

  test('an endpoint that answers 410 is suspended at once, says so, is resumed by PATCH, and has what it missed from the archive', async () => {
    const { at, from } = await answering('gone', 410);
    const [refused] = await delivered(at, 1);
    expect(await at.log()).toMatchObject([{ result: 'dead-letter', retryAttempts: 0, errorMessage: expect.stringContaining('410') }]);
    expect(await at.shown()).toMatchObject({ status: 'suspended', statusReason: 'The endpoint answered 410 Gone.', enabled: true });
    expect([at.rule(), at.arrivals().length]).toEqual(['DISABLED', 1]);
    const [suspended, ...others] = suspensions(at);
    expect(others).toEqual([]);
    expect(suspended?.detail).toMatchObject({ metadata: { tenant: `/resellers/${at.reseller}` }, payload: { data: await at.shown() } });

    from(200);
    const missed = await delivered(at, 3);
    expect(at.arrivals()).toHaveLength(1);
    await resume(at);
    expect([(await at.shown()).status, at.rule(), at.taken()]).toEqual(['healthy', 'ENABLED', []]);
    const { triggeredAt } = (suspended?.detail.payload ?? {}) as { readonly triggeredAt?: string };
    await replayTo(here, at.id, String(triggeredAt));
    expect(
      at
        .taken()
        .filter((id) => id !== refused)
        .toSorted(),
    ).toEqual(missed.toSorted());
    for (const arrival of at.arrivals()) expect(await verified(here, arrival)).toMatchObject({ id: arrival.id });
  }, 60_000);

  test('an endpoint that refuses everything is failing, and suspended when ten webhooks were dead-lettered', async () => {
    const { at, from } = await answering('refusing', 400);
    await delivered(at, 1);
    const reason = 'The last webhook was dead-lettered. The endpoint answered 400, which is not retried.';
    expect(await at.shown()).toMatchObject({ status: 'failing', statusReason: reason, lastFailureAt: expect.any(String) });
    expect([at.rule(), suspensions(at)]).toEqual(['ENABLED', []]);

    await delivered(at, SUSPEND_AFTER - 1);
    expect(await at.shown()).toMatchObject({
      status: 'suspended',
      statusReason: expect.stringContaining('10 webhooks were dead-lettered'),
    });
    expect([at.rule(), suspensions(at).length, (await at.log('dead-letter')).length]).toEqual(['DISABLED', 1, SUSPEND_AFTER]);

    from(200);
    await delivered(at, 1);
    expect(at.arrivals()).toHaveLength(SUSPEND_AFTER);
    await resume(at);
    const made = await delivered(at, 1);
    expect([at.taken(), (await at.shown()).status]).toEqual([made, 'healthy']);
  }, 60_000);

  test('one dead letter is sent again when its endpoint is well, under its id and signature, and not while it is suspended', async () => {
    const { at, from } = await answering('once-gone', 410);
    const made = await delivered(at, 1);
    const [letter] = await at.log('dead-letter');
    const again = async () => (await api()).post(`/v3/webhook-event-logs/${letter?.id}:redeliver`, {});
    expect(await again()).toMatchObject({ status: 409, body: { code: 'webhook-not-receiving' } });
    from(200);
    await resume(at);
    expect(await again()).toMatchObject({ status: 202, body: { result: 'redelivered' } });
    await here.system.runtime.idle();
    expect(at.taken()).toEqual(made);
    const [first, second, ...others] = at.arrivals();
    expect([others, second?.id, second?.signature]).toEqual([[], first?.id, first?.signature]);
    expect((await at.log()).map(({ result, eventId }) => [result, eventId])).toEqual([
      ['redelivered', first?.id],
      ['delivered', first?.id],
    ]);
  }, 30_000);

  test('a redirect to an internal address is not followed: nothing comes there, and the webhook is dead-lettered at once', async () => {
    const internal = await endpoint('internal');
    const { at } = await answering('redirecting', { status: 301, location: `${here.system.receiver.url}/internal` });
    await delivered(at, 2);
    expect([internal.arrivals(), at.arrivals().map(({ attempt }) => attempt)]).toEqual([[], [1, 1]]);
    expect(await at.log()).toMatchObject(
      [{ retryAttempts: 0 }, { retryAttempts: 0 }].map((letter) => ({ ...letter, result: 'dead-letter' })),
    );
    for (const { errorMessage } of await at.log()) expect(errorMessage).toContain('301');
  }, 30_000);
});
