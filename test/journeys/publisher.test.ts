import { journey, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createReseller, newOrganization, organizationsOf } from '../support/journey-entities.ts';

const TENANTS = 5;
const ORGANIZATIONS = 8;
// Accepted events after which the publisher dies: further apart than what one PutEvents takes,
// which holds an event of each tenant at most.
const MOMENTS = [1, 8, 15, 22, 28, 35, 42];

withRuntime("the functions' processes", () => {
  // As long as on AWS, so that several calls are under way when the publisher dies.
  const here = journey({ putEventsLatencyMs: 30 });

  /**
   * A reseller and its organizations, one after the other: the ids in the order of their events.
   */
  const populate = async (api: Api): Promise<readonly string[]> => {
    const resellerId = await createReseller(api);
    const ids = [resellerId];
    for (let count = 0; count < ORGANIZATIONS; count += 1) {
      const { body } = await api.post(organizationsOf(resellerId), newOrganization());
      ids.push(String(body.id));
    }
    return ids;
  };

  const killAt = (moments: readonly number[]): (() => number) => {
    const [publisher, { functions }] = [here.system.functionName('PublisherPublish'), here.system.runtime];
    let [accepted, kills] = [0, 0];
    const kill = () => {
      kills += functions.workers(publisher) > 0 ? 1 : 0;
      void functions.kill(publisher);
    };
    here.system.onEvent = () => {
      accepted += 1;
      if (!moments.includes(accepted)) return;
      // At once: before the publisher learns that the event was taken. A turn later: when it may
      // have learnt it.
      if (accepted % 2 === 0) kill();
      else setImmediate(kill);
    };
    return () => kills;
  };

  test('a publisher that is killed again and again in mid-batch loses nothing, invents nothing and keeps the order of each tenant', async () => {
    const kills = killAt(MOMENTS);
    const api = await here.as(['reseller:write', 'reseller:organization:create']);
    const tenants = await Promise.all(Array.from({ length: TENANTS }, () => populate(api)));
    await here.system.runtime.idle();

    const published = here.system.events.map(({ detail }) => detail as unknown as Published);
    for (const ids of tenants) {
      const ofTenant = published.filter(({ metadata }) => metadata.tenant === `/resellers/${ids[0]}`);
      expect([...new Set(ofTenant.map(({ payload }) => payload.data.id))]).toEqual(ids);
    }
    const eventIds = new Set(published.map(({ metadata }) => metadata.eventId));
    expect(eventIds.size).toBe(TENANTS * (ORGANIZATIONS + 1));
    expect(new Set(here.system.receiver.arrivals.map(({ id }) => id))).toEqual(eventIds);
    expect(kills()).toBe(MOMENTS.length);
    // A repeat is the trace of a death in the middle of a batch; without one, this test has shown
    // nothing.
    expect(published.length).toBeGreaterThan(eventIds.size);
    expect(here.system.warnings).toEqual([]);
  }, 60_000);
});

interface Published {
  readonly metadata: { readonly eventId: string; readonly tenant: string };
  readonly payload: { readonly data: { readonly id: string } };
}
