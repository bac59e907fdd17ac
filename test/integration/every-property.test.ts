import { v7 } from 'uuid';
import { shownDelivery } from '../../functions/deliveries/delivery.ts';
import { listEventLogs } from '../../functions/event-logs/contract.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { bodyOf, changedOf, contractOf, entityContracts, entitySchema, isChanged, probeContracts } from '../support/probed-contracts.ts';
import { sampleValue } from '../support/sample-value.ts';
import { merged, patchesOf, shown } from '../support/states.ts';
import { type Api, startApi } from './api.ts';
import { fresh, makePartner, makeReseller } from './samples.ts';
import { deliveryEnvironment } from './webhook-samples.ts';

/** How an entity is written and read. */
interface Entity {
  readonly create: string;
  readonly update?: string;
  readonly get?: string;
  readonly list: string;
  readonly path: () => Promise<string>;
  /** What a sample cannot know; `turn` tells the create from the updates. */
  readonly fixed?: (turn: number) => Promise<Item>;
}

const ENTITIES: Readonly<Record<string, Entity>> = {
  partner: {
    ...{ create: 'createPartner', update: 'updatePartner', get: 'getPartner', list: 'listPartners' },
    path: async () => '/v1/partners',
    fixed: async () => ({ parent: await makePartner(api) }),
  },
  contact: {
    ...{ create: 'createContact', update: 'updateContact', get: 'getContact', list: 'listContacts' },
    path: async () => `/v1/partners/${(await makePartner(api)).id}/contacts`,
  },
  credential: {
    ...{ create: 'createCredential', list: 'listCredentials' },
    path: async () => `/v1/partners/${(await makePartner(api)).id}/credentials`,
  },
  reseller: {
    ...{ create: 'createReseller', update: 'updateReseller', get: 'getReseller', list: 'listResellers' },
    path: async () => '/v3/resellers',
  },
  organization: {
    ...{ create: 'createOrganization', update: 'updateOrganization', get: 'getOrganization', list: 'listOrganizations' },
    path: async () => `/v3/resellers/${await makeReseller(api)}/organizations`,
    fixed: async () => ({ resellerId: '' }),
  },
  webhook: {
    ...{ create: 'createWebhook', update: 'updateWebhook', get: 'getWebhook', list: 'listWebhooks' },
    path: async () => '/v3/webhooks',
    fixed: async (turn) => ({
      url: `https://hooks-${turn}.example.com/`,
      token: TOKEN,
      ...(turn === 1 && { resellerId: await makeReseller(api) }),
    }),
  },
};

const byText = (one: string, other: string): number => one.localeCompare(other);
const TOKEN = 'a-token-of-the-tests';

/** What is written and not answered, and what only some state or some caller brings about. */
const UNANSWERED = ['resellerId', 'token'];
const OF_STATES = ['deletedAt', 'purgeAt', 'lastUsedAt', 'statusReason', 'lastFailureAt', 'partnerId', 'secret'];

let api: Api;

beforeAll(async () => {
  probeContracts();
  api = await startApi({ ...deliveryEnvironment, WEBHOOK_LOCAL_URLS: 'false' });
}, 60_000);
afterAll(() => api.stop());

/** Reads an entity alone and out of its list, and expects both to hold all of a state. */
const expectStored = async ({ get, list }: Entity, { path, location, state }: Created): Promise<Item> => {
  const of = (state.parent as Item | undefined)?.id;
  const page = await api.get(path, { query: `limit=100${of === undefined ? '' : `&partner=${of}`}` });
  const listed = [...page.items, ...((page.body.data ?? []) as readonly Item[])].find(({ id }) => location.endsWith(`/${id}`));
  expect(listed).toMatchObject(shown(entitySchema(contractOf(list)), state));
  if (!get) return listed ?? {};
  const { status, body } = await api.get(location);
  expect(status).toBe(200);
  expect(body).toMatchObject(shown(entitySchema(contractOf(get)), state));
  return body;
};

interface Created {
  readonly path: string;
  readonly location: string;
  readonly state: Item;
}

const create = async ({ create: operationId, path: pathOf, fixed }: Entity): Promise<Created> => {
  const path = await pathOf();
  const body = { ...(sampleValue(bodyOf(operationId), 1) as Item), ...(await fixed?.(1)) };
  const { status, headers, body: answer } = await api.post(path, body);
  expect([status, answer]).toEqual([201, expect.objectContaining({ probe: body.probe })]);
  const state = Object.fromEntries(Object.entries(body).filter(([name]) => !UNANSWERED.includes(name)));
  return { path, location: String(headers.location), state };
};

describe.each(Object.entries(ENTITIES))('%s: every property', (_, entity) => {
  test('survives its creation', async () => {
    const created = await create(entity);
    const answer = await expectStored(entity, created);
    const properties = Object.keys(entitySchema(contractOf(entity.get ?? entity.create)).properties ?? {});
    expect(properties.filter((name) => answer[name] === undefined && !OF_STATES.includes(name))).toEqual([]);
  });

  const { update } = entity;
  if (!update) return;

  test('survives a change of it, and of any other', async () => {
    const created = await create(entity);
    let { state } = created;
    const fixed = (await entity.fixed?.(2)) ?? {};
    for (const patch of Object.entries(bodyOf(update).properties)
      .filter(isChanged)
      .flatMap((property) => patchesOf(property, fixed))) {
      const { status, body } = await api.patch(created.location, { ...patch, ...('url' in patch && { token: TOKEN }) });
      expect([patch, status, body]).toEqual([patch, 200, expect.anything()]);
      if (!UNANSWERED.some((name) => name in patch)) state = merged(state, patch);
      await expectStored(entity, { ...created, state });
    }
  }, 60_000);
});

test('every property of an entry of the event log is answered', async () => {
  const { location } = await create(ENTITIES.reseller as Entity);
  await api.patch(location, { description: 'changed' });
  const resourceId = location.split('/').at(-1);
  const { items } = await api.get('/v3/event-logs', { query: `resource=reseller&resourceId=${resourceId}&action=updated` });
  const { schema } = listEventLogs.response;
  expect(Object.keys(items[0] ?? {}).toSorted(byText)).toEqual(Object.keys(schema.items.properties).toSorted(byText));
});

test('every entity that is created is among them', () => {
  const created = entityContracts.filter(
    ({ method, response, path }) => method === 'POST' && response.status === 201 && !path.includes(':'),
  );
  expect(created.map(({ operationId }) => operationId).toSorted(byText)).toEqual(
    Object.values(ENTITIES)
      .map((entity) => entity.create)
      .toSorted(byText),
  );
});

test('what is optional is removed by null', async () => {
  for (const [name, entity] of Object.entries(ENTITIES).filter(([, { update }]) => update)) {
    const { location } = await create(entity);
    const [body, { required = [] }] = [bodyOf(entity.update ?? ''), bodyOf(entity.create) as { readonly required?: readonly string[] }];
    const optional = Object.entries(body.properties).filter(
      ([member]) => !required.includes(member) && Array.isArray(body.properties[member]?.type),
    );
    for (const [member] of optional) {
      const { status } = await api.patch(location, { [member]: null });
      expect([name, member, status, (await api.get(location)).body[member]]).toEqual([name, member, 200, undefined]);
    }
  }
});

test('a replaced organization has all that replaced it, and keeps it when it is deleted and restored', async () => {
  const reseller = `/v3/resellers/${await makeReseller(api)}`;
  const externalId = fresh('external');
  const path = `${reseller}/organizations`;
  const bodies = [1, 2].map((turn) => ({ ...(sampleValue(changedOf('putOrganization'), turn) as Item), externalId, resellerId: '' }));
  let location = '';
  for (const { resellerId: _, ...state } of bodies) {
    const { status, body } = await api.put(`${path}/by-external-id/${externalId}`, state);
    expect([200, 201]).toContain(status);
    location = `${path}/${body.id}`;
    await expectStored(ENTITIES.organization as Entity, { path, location, state });
    await api.remove(location);
    expect((await api.get(path, { query: 'deleted=true' })).items).toEqual([expect.objectContaining(state)]);
    await api.post(`${location}:restore`, undefined);
    await expectStored(ENTITIES.organization as Entity, { path, location, state });
  }
});

test('every property of a delivery is kept, and of an endpoint that failed', async () => {
  const [{ deliveryStore }, { countFailure, webhookStore }] = await Promise.all([
    import('../../functions/deliveries/store.ts'),
    import('../../functions/webhooks/store.ts'),
  ]);
  const [deliveries, webhooks] = [deliveryStore(api.table.table), webhookStore(api.table.table)];
  const sample = sampleValue(entitySchema(contractOf('getDelivery')), 1) as Parameters<typeof deliveries.insert>[0];
  const delivery = { ...sample, id: v7(), place: v7(), owner: '/', expiresAt: Math.floor(Date.now() / 1000) + 3600 } as const;
  await deliveries.insert(delivery, '{}', []);
  const changed = { ...delivery, probe: { text: 'changed', count: 9 } };
  await deliveries.recordRedelivery(delivery, changed, []);
  const { owner: _, expiresAt: __, place: ___, ...answered } = shownDelivery(changed);
  expect((await api.get(`/v3/webhook-event-logs/${delivery.id}`)).body).toEqual(answered);
  expect((await api.get('/v3/webhook-event-logs', { query: `webhookId=${delivery.webhookId}` })).items).toEqual([answered]);

  const { location } = await create(ENTITIES.webhook as Entity);
  const before = await webhooks.find(location.split('/').at(-1) ?? '');
  if (!before) throw new Error('the endpoint is gone');
  const { resellerId: removed, ...rest } = before;
  const after = { ...rest, failures: 1, probe: { text: 'failed', count: 1 } };
  await api.table.table.commit(countFailure(before, after));
  expect([removed, await webhooks.find(before.id)]).toEqual([expect.any(String), after]);
});
