import { journey, withRuntime } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createPartner, createReseller, newOrganization, newPartner, organizationsOf, unique } from '../support/journey-entities.ts';

const MANAGE = ['webhook:write', 'webhook:read'] as const;
const WORK = ['reseller:write', 'reseller:organization:create', 'reseller:organization:update', 'partner:create'] as const;
const [FIRST_TOKEN, SECOND_TOKEN] = ['first-token-of-this-journey', 'second-token-of-this-journey'];

withRuntime('webhook receivers on loopback and the control plane of EventBridge', () => {
  const here = journey();

  const newEndpoint = (fields: object = {}) => ({
    name: unique('Endpoint'),
    url: `${here.system.receiver.url}/self-service`,
    token: FIRST_TOKEN,
    events: ['reseller.organization.*'],
    ...fields,
  });

  /** Makes an endpoint and waits until it is set up; gives its path. */
  const made = async (api: Api, fields: object = {}): Promise<string> => {
    const { status, body, headers } = await api.post('/v3/webhooks', newEndpoint(fields));
    expect([status, body.status]).toEqual([201, 'pending']);
    await here.system.runtime.idle();
    return String(headers.location);
  };

  const arrivedAt = (place: string) => here.system.receiver.arrivals.filter(({ endpoint }) => endpoint === place);

  const namesAt = (place: string) => arrivedAt(place).map(({ body: { data } }) => data.name);

  const nameOfResources = (path: string) => `tenantry-local-${path.split('/').at(-1)?.replaceAll('-', '')}`;

  test("a reseller's endpoint becomes healthy and is sent what it subscribes to, of that reseller only, with its token", async () => {
    const operator = await here.as(WORK);
    const [mine, other] = [await createReseller(operator), await createReseller(operator)];
    const own = await here.as(MANAGE, { reseller: mine });
    const place = 'of-a-reseller';
    const path = await made(own, { url: `${here.system.receiver.url}/${place}` });
    expect((await own.get(path)).body).toMatchObject({
      status: 'healthy',
      resellerId: mine,
      version: 1,
      tokenLast4: FIRST_TOKEN.slice(-4),
    });

    const organization = newOrganization();
    await operator.post(organizationsOf(mine), organization);
    await operator.post(organizationsOf(other), newOrganization());
    await operator.patch(`/v3/resellers/${mine}`, { name: unique('Renamed') });
    await here.system.runtime.idle();
    expect(arrivedAt(place)).toEqual([expect.objectContaining({ event: 'reseller.organization.created', token: FIRST_TOKEN, attempt: 1 })]);
    expect(namesAt(place)).toEqual([organization.name]);
  }, 30_000);

  test("a partner's endpoint is sent the events of the partner and of all below it", async () => {
    const operator = await here.as(WORK);
    const root = await createPartner(operator);
    const own = await here.as([...MANAGE, 'partner:create'], { partner: root });
    const place = 'of-a-partner';
    await made(own, { url: `${here.system.receiver.url}/${place}`, events: ['partner.created'] });
    const [child, grandchild, stranger] = [newPartner({ parent: { id: root } }), newPartner(), newPartner()];
    const { body } = await operator.post('/v1/partners', child);
    await operator.post('/v1/partners', { ...grandchild, parent: { id: body.id } });
    await operator.post('/v1/partners', stranger);
    await here.system.runtime.idle();
    expect(namesAt(place)).toEqual([child.name, grandchild.name]);
  }, 30_000);

  test('a change of address, events and token is followed, and a deleted endpoint is sent nothing more', async () => {
    const [operator, api] = [await here.as(WORK), await here.as(MANAGE)];
    const reseller = await createReseller(operator);
    const [before, after] = ['before-the-change', 'after-the-change'];
    const path = await made(api, { url: `${here.system.receiver.url}/${before}`, resellerId: reseller });
    const change = { url: `${here.system.receiver.url}/${after}`, events: ['reseller.updated'], token: SECOND_TOKEN };
    expect((await api.patch(path, change)).body).toMatchObject({ status: 'pending', version: 2 });
    await here.system.runtime.idle();
    expect((await api.get(path)).body).toMatchObject({ status: 'healthy', version: 2 });

    await operator.post(organizationsOf(reseller), newOrganization());
    await operator.patch(`/v3/resellers/${reseller}`, { name: unique('Renamed') });
    await here.system.runtime.idle();
    expect(arrivedAt(before)).toEqual([]);
    expect(arrivedAt(after)).toEqual([expect.objectContaining({ event: 'reseller.updated', token: SECOND_TOKEN })]);

    expect((await api.delete(path)).status).toBe(204);
    await here.system.runtime.idle();
    await operator.patch(`/v3/resellers/${reseller}`, { name: unique('Renamed again') });
    await here.system.runtime.idle();
    expect(arrivedAt(after)).toHaveLength(1);
    expect((await api.get(path)).status).toBe(404);
    const { eventBridge } = here.system.runtime;
    const NamePrefix = nameOfResources(path);
    expect(eventBridge.listConnections({ NamePrefix }).Connections).toEqual([]);
    expect(eventBridge.listApiDestinations({ NamePrefix }).ApiDestinations).toEqual([]);
    expect(eventBridge.listRules({ NamePrefix, EventBusName: 'tenantry-local' }).Rules).toEqual([]);
  }, 30_000);

  test('an endpoint that is disabled is sent nothing until it is enabled again', async () => {
    const [operator, api] = [await here.as(WORK), await here.as(MANAGE)];
    const reseller = await createReseller(operator);
    const place = 'disabled-for-a-while';
    const path = await made(api, { url: `${here.system.receiver.url}/${place}`, resellerId: reseller, enabled: false });
    expect((await api.get(path)).body.status).toBe('disabled');
    await operator.post(organizationsOf(reseller), newOrganization());
    await here.system.runtime.idle();
    expect(arrivedAt(place)).toEqual([]);

    await api.patch(path, { enabled: true });
    await here.system.runtime.idle();
    expect((await api.get(path)).body.status).toBe('healthy');
    const late = newOrganization();
    await operator.post(organizationsOf(reseller), late);
    await here.system.runtime.idle();
    expect(namesAt(place)).toEqual([late.name]);
  }, 30_000);

  test('the tokens of endpoints were there to be leaked, and the reconciler to log them; the end of the journey looks for them', () => {
    const { logs, receiver } = here.system;
    expect(new Set(receiver.arrivals.map(({ token }) => token))).toEqual(
      new Set(['key-of-the-journey', undefined, FIRST_TOKEN, SECOND_TOKEN]),
    );
    expect(logs.filter(({ line }) => line.includes('"reconciled"')).length).toBeGreaterThan(4);
  });
});
