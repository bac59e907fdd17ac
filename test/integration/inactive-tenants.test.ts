import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { type Key, partnerKey, resellerKey } from '../../functions/shared/table/keys.ts';
import { webhookKey } from '../../functions/shared/table/webhook-keys.ts';
import type { Owner } from '../../functions/webhooks/webhook.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { contact, fresh, makePartner, makeReseller, newPartner, newWebhook, type StoredPartner } from './samples.ts';
import { deactivate, setAttribute } from './stored.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

let api: Api;
let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
  api = await startApi({ ...deliveryEnvironment, ...aws.environment });
}, 20_000);
afterAll(async () => {
  await api.stop();
  await aws.stop();
});

/**
 * The operations that write for a tenant; those under the path of a reseller require it themselves.
 */
const WRITES: readonly Contract[] = CONTRACTS.filter(
  ({ access, method }: Contract) => access !== 'public' && method !== 'GET' && (access.tenant === 'any' || access.tenant === 'partner'),
);

type Requests = Readonly<Record<string, Call>>;

const post = (path: string, body?: unknown): Call => ({ method: 'POST', path, body });
const patch = (path: string, body: unknown): Call => ({ method: 'PATCH', path, body });

/** A write of each operation on endpoints, by the token of their owner. */
const webhookWrites = async (as: string, owner: Owner): Promise<Requests> => {
  const made = async () => {
    const location = String((await api.post('/v3/webhooks', newWebhook(), { as })).headers.location);
    await setAttribute(api, webhookKey(location.split('/').at(-1) ?? ''), 'status', 'healthy');
    return location;
  };
  const sent = await makeWebhook(api, { owner });
  await collectAll([letterTo(sent)]);
  const [delivery] = (await api.get('/v3/webhook-event-logs', { query: `webhookId=${sent.id}` })).items;
  return {
    createWebhook: post('/v3/webhooks', newWebhook()),
    testWebhook: post(`${await made()}/test`, {}),
    updateWebhook: patch(await made(), { enabled: false }),
    deleteWebhook: { method: 'DELETE', path: await made() },
    redeliver: post(`/v3/webhook-event-logs/${delivery?.id}:redeliver`),
  };
};

/** A write of each operation of a partner, on itself and what it has. */
const partnerWrites = async (as: string, { id }: StoredPartner): Promise<Requests> => {
  const own = (rest = '') => `/v1/partners/${id}${rest}`;
  const { id: other } = (await api.post(own('/contacts'), contact())).body;
  const { id: credential } = (await api.post(own('/credentials'), { userRole: 'Partner User' })).body;
  return {
    createPartner: post('/v1/partners', newPartner({ parent: { id } })),
    updatePartner: patch(own(), { billingId: fresh() }),
    putPartner: {
      method: 'PUT',
      path: `/v1/partners-by-external-id/${fresh()}`,
      body: newPartner({ parent: { id } }),
    },
    createContact: post(own('/contacts'), contact()),
    updateContact: patch(own(`/contacts/${other}`), { phone: '+441312345678' }),
    resendWelcome: post(own(`/contacts/${other}:resend-welcome`), undefined),
    createCredential: post(own('/credentials'), { userRole: 'Partner User' }),
    deleteCredential: { method: 'DELETE', path: own(`/credentials/${credential}`) },
    ...(await webhookWrites(as, `/partners/${id}`)),
  };
};

/**
 * Requires that each of them is refused and that no event is sent; then, once it is fixed, that
 * each is done.
 */
const requireRefused = async (
  requests: Requests,
  as: string,
  fix: () => Promise<unknown>,
  ownChildren: readonly (Call | undefined)[] = [],
): Promise<void> => {
  const sent = aws.entries.length;
  for (const call of Object.values(requests)) {
    const headers: Record<string, string> = call.method === 'POST' ? { 'idempotency-key': fresh() } : {};
    // An inactive parent is refused to everybody.
    await refused(api, { ...call, as, headers }, ownChildren.includes(call) ? 'parent-inactive' : 'foreign-tenant');
  }
  expect(aws.entries).toHaveLength(sent);
  await fix();
  for (const [name, call] of Object.entries(requests)) {
    const { status, body } = await api.send({ ...call, as });
    expect({ name, done: status < 300, code: body.code }).toEqual({ name, done: true, code: undefined });
  }
};

/** Takes an item out of the table behind the API's back; answers what puts it back. */
const takeOut = async (key: Key): Promise<() => Promise<unknown>> => {
  const Item = await api.table.table.get(key);
  await api.table.client.send(new DeleteCommand({ TableName: api.table.name, Key: key }));
  return () => api.table.client.send(new PutCommand({ TableName: api.table.name, Item }));
};

/** The hierarchy of one test: the last is the caller's. */
const chain = async () => {
  const root = await makePartner(api);
  const partner = await makePartner(api, await makePartner(api, root));
  return { root, partner, as: await api.bearer({ partner_id: partner.id }) };
};

type Chain = Awaited<ReturnType<typeof chain>>;

const switchedOff = (id: number) => async () => {
  await deactivate(api, id);
  return () => deactivate(api, id, true);
};

test.each<[string, (of: Chain) => Promise<() => Promise<unknown>>]>([
  ['is inactive', ({ partner }) => switchedOff(partner.id)()],
  ['has an inactive root', ({ root }) => switchedOff(root.id)()],
  ['does not exist', ({ partner }) => takeOut(partnerKey(partner.id))],
])('a token of a partner that %s writes nothing', async (name, happen) => {
  const of = await chain();
  const writes = await partnerWrites(of.as, of.partner);
  expect(new Set(Object.keys(writes))).toEqual(new Set(WRITES.map(({ operationId }) => operationId)));
  // One that does not exist is not found by its own routes.
  const judged = Object.entries(writes).filter(([, { path }]) => name !== 'does not exist' || !path.startsWith('/v1/'));
  await requireRefused(
    Object.fromEntries(judged),
    of.as,
    await happen(of),
    name === 'is inactive' ? [writes.createPartner, writes.putPartner] : [],
  );
});

test('a token of a reseller that does not exist writes nothing', async () => {
  const reseller = await makeReseller(api);
  const as = await api.bearer({ reseller_id: reseller });
  await requireRefused(await webhookWrites(as, `/resellers/${reseller}`), as, await takeOut(resellerKey(reseller)));
});

test('a deactivated partner still reads, what was answered is answered again, and a dry run is refused as the write is', async () => {
  const { partner, as } = await chain();
  const call = { ...post(`/v1/partners/${partner.id}/contacts`, contact()), as, headers: { 'idempotency-key': fresh() } };
  const { body } = await api.send(call);
  await deactivate(api, partner.id);
  for (const path of [`/v1/partners/${partner.id}`, `/v1/partners/${partner.id}/contacts`, '/v3/webhooks', '/v3/event-logs']) {
    expect((await api.get(path, { as })).status).toBe(200);
  }
  expect(await api.send(call)).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' }, body });
  await refused(api, { ...post(`/v1/partners/${partner.id}/contacts`, contact()), as, query: 'dryRun=true' }, 'foreign-tenant');
});
