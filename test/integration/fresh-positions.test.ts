import { timeOfId } from '../../functions/shared/base/ids.ts';
import { normaliseAsBefore } from '../../functions/shared/table/key-encoding.ts';
import { entryKey, organizationNameKey, resellerNames } from '../../functions/shared/table/keys.ts';
import { openScene, type Scene } from '../support/authorisation-scene.ts';
import { type BrokenTable, startBrokenTable } from '../support/broken-table.ts';
import { type FakeAws, startFakeAws } from '../support/fake-aws.ts';
import { type Api, type Call, startApi } from './api.ts';
import { makeOrganization, at as organizationsAt } from './organization-samples.ts';
import { contact, fresh, makePartner, makeReseller, newOrganization, newPartner } from './samples.ts';
import { putBack } from './stored.ts';
import { validRequests } from './valid-requests.ts';
import { collectAll, deliveryEnvironment, letterTo, makeWebhook } from './webhook-samples.ts';

let slow: BrokenTable;
let aws: FakeAws;
let api: Api;
let scene: Scene;
/**
 * When the positions of every commit were drawn: milliseconds after the call before it was sent,
 * and turns of the event loop before it was sent itself.
 */
const drawn: { readonly after: number; readonly before: number }[] = [];
/** When the event loop has turned, in milliseconds. */
const turns: number[] = [];
let turning: NodeJS.Timeout;
let latest = Number.NEGATIVE_INFINITY;

beforeAll(async () => {
  turning = setInterval(() => turns.push(Date.now()), TURN_MS);
  [slow, aws] = await Promise.all([startBrokenTable(), startFakeAws()]);
  api = await startApi({ ...deliveryEnvironment, ...aws.environment, AWS_ENDPOINT_URL_DYNAMODB: slow.url });
  slow.passTo(api.table.url);
  scene = await openScene(api);
  slow.onCall((action, body) => {
    const [previous, now] = [latest, Date.now()];
    latest = now;
    if (action === 'TransactWriteItems')
      drawn.push(
        ...positionsIn(body).map((time) => ({ after: time - previous, before: turns.filter((at) => at > time && at <= now).length })),
      );
  });
}, 20_000);
afterEach(() => slow.repair());
afterAll(async () => {
  clearInterval(turning);
  await Promise.all([api.stop(), aws.stop(), slow.stop()]);
});

const CALL_MS = 40;
// What is drawn before a call is answered is drawn before it is sent: nothing was read or tried in
// between, however slow the machine is.
const ANSWERED_MS = CALL_MS / 2;
// Nor was anything hashed, which takes a tenth of a second and more beside the event loop. That
// turns on meanwhile, but not while the machine stalls.
const TURN_MS = 5;
const MOST_TURNS = 15;

/** Slows every call down, and forgets those before. */
const slowDown = (): void => {
  slow.break(CALL_MS);
  drawn.splice(0);
  turns.splice(0);
  latest = Number.NEGATIVE_INFINITY;
};

/** An item as it is sent, as far as it is looked at. */
type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string } | undefined>>;

/** The time of an event's id, those of tests included. */
const timeOf = (id: string): number => timeOfId(id.replace('test-', ''));

/**
 * The times of whatever a list goes by, in what a commit puts: places and events by their ids,
 * members of an index by when they were created.
 */
const positionsIn = (body: string): readonly number[] => {
  const { TransactItems } = JSON.parse(body) as { readonly TransactItems: readonly { readonly Put?: { readonly Item: Item } }[] };
  return TransactItems.flatMap(({ Put }) => (Put ? positionsOf(Put.Item) : []));
};

const positionsOf = ({ type, sk, gsi1sk, version }: Item): readonly number[] => {
  const id = /^(?:EVENT#(?:test-)?|ORG#)?([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21})$/.exec(sk?.S ?? '')?.[1];
  const isNew = type?.S === 'event' || type?.S === 'entry' || version?.N === '1';
  const place = gsi1sk?.S?.split('#')[0];
  return [
    ...(id !== undefined && isNew ? [timeOfId(id)] : []),
    ...(place !== undefined && (isNew || type?.S === 'credential-place') ? [type?.S === 'event' ? timeOf(place) : Date.parse(place)] : []),
  ];
};

const dotless = (): string => `Sarı ${fresh()}`;

const expectFresh = (): void => {
  expect(drawn.length).toBeGreaterThan(0);
  expect(Math.min(...drawn.map(({ after }) => after))).toBeGreaterThan(ANSWERED_MS);
  expect(Math.max(...drawn.map(({ before }) => before))).toBeLessThan(MOST_TURNS);
};

test.each([
  ...['createPartner', 'createContact', 'createCredential', 'createReseller', 'createOrganization', 'putNew', 'batchOrganizations'],
  ...['createWebhook', 'testWebhook', 'updatePartner', 'updateContact', 'updateReseller', 'updateOrganization', 'deleteOrganization'],
  'restoreOrganization',
])('what %s puts into lists is drawn right before it is committed, after all that is read', async (name) => {
  const call = (await validRequests(api, scene)[name]?.()) as Call;
  slowDown();
  expect((await api.send(call)).status).toBeLessThan(300);
  expectFresh();
});

test('a partner below a parent that is named, too', async () => {
  const parent = (await api.get(`/v1/partners/${scene.partner}`)).body.name;
  slowDown();
  expect((await api.post('/v1/partners', newPartner({ parent: { name: parent } }))).status).toBe(201);
  expectFresh();
});

test('an organization that takes the last place, whose commit is done again, has an id of the second one', async () => {
  const reseller = await makeReseller(api, { allowedOrganizations: 1 });
  slowDown();
  expect((await api.post(`/v3/resellers/${reseller}/organizations`, newOrganization())).status).toBe(201);
  expectFresh();
});

test('a delivery stands in lists from when it is stored, however long ago it was dead-lettered', async () => {
  const letter = letterTo(await makeWebhook(api), { sentAt: Date.now() - 3_600_000 });
  slowDown();
  expect(await collectAll([letter])).toEqual([]);
  expectFresh();
});

test.each<[string, () => Promise<Call>]>([
  ['a partner', async () => ({ method: 'POST', path: '/v1/partners', body: newPartner({ name: dotless() }) })],
  [
    'the user of a partner',
    async () => ({ method: 'POST', path: '/v1/partners', body: newPartner({ contact: contact({ userName: dotless() }) }) }),
  ],
  ['a contact', async () => ({ method: 'POST', path: `/v1/partners/${scene.partner}/contacts`, body: contact({ userName: dotless() }) })],
  ['a partner renamed', async () => ({ method: 'PATCH', path: `/v1/partners/${(await makePartner(api)).id}`, body: { name: dotless() } })],
])('a name that is looked for under two keys: of %s', async (_, made) => {
  const call = await made();
  slowDown();
  expect((await api.send(call)).status).toBeLessThan(300);
  expectFresh();
});

test.each(['PATCH', 'PUT', 'DELETE'])('an organization whose name stands under its former key, by %s: both commits', async (method) => {
  const reseller = await makeReseller(api);
  const [name, externalId] = [dotless(), fresh()];
  const { id } = await makeOrganization(api, reseller, { name, externalId });
  await putBack(api, organizationNameKey(reseller, name), organizationNameKey(reseller, name, normaliseAsBefore));
  const path = organizationsAt(reseller, method === 'PUT' ? `by-external-id/${externalId}` : id);
  slowDown();
  const body = { PATCH: { name: fresh() }, PUT: newOrganization({ name: fresh() }), DELETE: undefined }[method];
  expect((await api.send({ method, path, ...(body && { body }) })).status).toBeLessThan(300);
  expectFresh();
});

test.each(['PATCH', 'DELETE'])('a reseller whose name stands under its former key, by %s: both commits', async (method) => {
  const name = dotless();
  const id = await makeReseller(api, { name });
  await putBack(api, entryKey(resellerNames, name, id), entryKey(resellerNames, name, id, normaliseAsBefore));
  slowDown();
  const call = { method, path: `/v3/resellers/${id}`, ...(method === 'PATCH' && { body: { name: fresh() } }) };
  expect((await api.send(call)).status).toBeLessThan(300);
  expectFresh();
});
