import { partnerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeCredential, makePartner, newPartner, type StoredPartner } from './samples.ts';
import { eventsBy } from './stored.ts';

let api: Api;
let root: StoredPartner;
let externalId: string;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
beforeEach(() => {
  externalId = fresh('crm');
});
afterAll(() => api.stop());

const at = (id: unknown): string => `/v1/partners/${id}`;
const putting = (body: unknown, call: Partial<Call> = {}): Call => ({
  ...{ method: 'PUT', path: `/v1/partners-by-external-id/${externalId}`, body },
  ...call,
});
const put = (body: unknown, call: Partial<Call> = {}): Promise<Answer> => api.send(putting(body, call));
const full = (fields: Item = {}): Item =>
  newPartner({ parent: { id: root.id }, billingId: 'NW-2026', verificationPhrase: 'blue heron', ...fields });
const found = async (of: StoredPartner = root, id = externalId) =>
  (await api.get('/v1/partners', { query: `partner=${of.id}&externalId=${id}` })).body.data as readonly Item[];

test('a partner that is not there is created: 201 with Location and ETag, and published as new', async () => {
  const body = full();
  let answer: Answer | undefined;
  const [event, ...others] = await eventsBy(api, async () => {
    answer = await put(body);
  });
  const { status, headers, body: made = {} } = answer ?? {};
  expect({ status, headers }).toMatchObject({ status: 201, headers: { etag: '"1"', location: at(made.id) } });
  const { verificationPhrase, parent: _, ...shown } = body;
  expect(made).toMatchObject({ ...shown, externalId, version: 1, isActive: true, parent: root });
  expect((await api.get(at(made.id))).body).toEqual({ ...made, verificationPhrase });
  expect(event?.payload).toMatchObject({ event: 'partner.created', data: made });
  expect({ others, found: await found() }).toEqual({ others: [], found: [made] });
});

test('a partner that is there is replaced with its contact, and keeps its ids, its reference and its children', async () => {
  const { body: first } = await put(full());
  await makePartner(api, { id: Number(first.id), name: String(first.name) });
  const other = full({ billingId: 'NW-2027' });
  const events = await eventsBy(api, async () => {
    const { status, headers, body } = await put({ ...other, externalId });
    expect({ status, etag: headers.etag, location: headers.location }).toEqual({ status: 200, etag: '"2"', location: undefined });
    const { verificationPhrase: _, contact: person, ...shown } = other;
    expect(body).toEqual({
      ...first,
      ...shown,
      ...{ contact: { ...(first.contact as Item), ...(person as Item) }, parent: root, version: 2, updatedAt: body.updatedAt },
    });
  });
  expect(events.map(({ payload }) => payload.event).toSorted()).toEqual(['partner.contact.updated', 'partner.updated']);
  expect((await api.get('/v1/partners', { query: `name=${first.name}` })).body.data).toEqual([]);
});

test('optional fields that are absent are removed; reference and the flags stay', async () => {
  const { body: first } = await put(full({ reference: fresh('ref') }));
  await api.patch(at(first.id), { isActive: false });
  const { status, body } = await put({ name: first.name, contact: first.contact, parent: first.parent });
  const { billingId: _, ...rest } = first;
  expect([status, body]).toEqual([200, { ...rest, isActive: false, version: 3, updatedAt: body.updatedAt }]);
  const stored = await api.table.table.get(partnerKey(Number(first.id)));
  expect(stored).toMatchObject({ externalId });
  expect(Object.keys(stored ?? {}).filter((name) => ['billingId', 'verificationPhrase'].includes(name))).toEqual([]);
  expect((await put({ ...full(), name: first.name, contact: first.contact, isActive: true })).body.isActive).toBe(true);
});

test('what is so already answers 200 with the same version, writes nothing and publishes nothing', async () => {
  const body = full();
  const { body: first } = await put(body);
  const before = await api.items();
  const whole = (await api.get(at(first.id))).body;
  for (const same of [body, { ...body, externalId, parent: { name: root.name } }, whole]) {
    const { status, headers, body: answered } = await put(same);
    expect({ status, etag: headers.etag, answered }).toEqual({ status: 200, etag: '"1"', answered: first });
  }
  expect(await api.items()).toEqual(before);
});

test('an external id is unique among the children of one parent, and each parent has its own', async () => {
  const [one, two] = [await makePartner(api, root), await makePartner(api, root)];
  const ids = [];
  for (const parent of [root, one, two]) ids.push((await put(full({ parent: { id: parent.id } }))).body.id);
  expect(new Set(ids).size).toBe(3);
  expect((await found(two)).map(({ id }) => id)).toEqual([ids[2]]);
  const post: Call = { method: 'POST', path: '/v1/partners', body: full({ parent: { id: one.id }, externalId }) };
  expect((await refused(api, post, 'external-id-taken')).body.externalId).toBe(externalId);
});

test('without a parent, which only the operator may omit, partners without a parent are meant', async () => {
  const { parent: _, ...body } = full();
  const { status, body: made } = await put(body);
  expect([status, made.parent]).toEqual([201, undefined]);
  expect((await put(body)).body).toEqual(made);
  expect((await api.get('/v1/partners', { query: `externalId=${externalId}` })).body.data).toEqual([made]);
  const as = await api.bearer({ partner_id: root.id });
  expect(await violationsOf(api, putting(body, { as }))).toEqual(['body /parent required']);
});

test('a move takes the external id along, frees it, and is refused where it is taken', async () => {
  const [old, other] = [await makePartner(api, root), await makePartner(api, root)];
  const { body: made } = await put(full({ parent: { id: old.id } }));
  const below = await makePartner(api, { id: Number(made.id), name: String(made.name) }, { externalId });
  expect((await api.patch(at(made.id), { parent: { id: other.id } })).status).toBe(200);
  expect([await found(old), (await found(other)).map(({ id }) => id)]).toEqual([[], [made.id]]);
  expect((await found({ id: Number(made.id), name: '' })).map(({ id }) => id)).toEqual([below.id]);
  const { status, body: next } = await put(full({ parent: { id: old.id } }));
  expect(status).toBe(201);
  await refused(api, { method: 'PATCH', path: at(next.id), body: { parent: { id: other.id } } }, 'external-id-taken');
  const moved = await api.patch(at(next.id), { parent: { id: other.id }, externalId: fresh('crm') });
  expect([moved.status, await found(old)]).toEqual([200, []]);
});

test('it can be given, changed and removed by a PATCH, and what was given up is free', async () => {
  const { id } = await makePartner(api, root);
  await api.patch(at(id), { externalId });
  expect((await put(full())).body).toMatchObject({ id, externalId });
  await api.patch(at(id), { externalId: null });
  expect((await api.get(at(id))).body).not.toHaveProperty('externalId');
  expect((await put(full())).status).toBe(201);
  await refused(api, { method: 'PATCH', path: at(id), body: { externalId } }, 'external-id-taken');
});

test('a partner cannot change its own external id, and learns nothing about its siblings by trying', async () => {
  const { body: own } = await put(full());
  const sibling = fresh('crm');
  await put(full(), { path: `/v1/partners-by-external-id/${sibling}` });
  for (const as of [await api.bearer({ partner_id: own.id }), await makeCredential(api, Number(own.id))]) {
    const details = [];
    for (const id of [sibling, fresh('crm'), null])
      details.push((await refused(api, { method: 'PATCH', path: at(own.id), body: { externalId: id }, as }, 'foreign-tenant')).body.detail);
    expect(new Set(details).size).toBe(1);
    expect((await api.send({ method: 'PATCH', path: at(own.id), body: { externalId, billingId: fresh() }, as })).status).toBe(200);
    await refused(api, putting(full(), { as }), 'foreign-tenant');
    await refused(api, { path: '/v1/partners', query: `partner=${root.id}&externalId=${sibling}`, as }, 'partner-not-found');
  }
});

test('a dry run says whether it would create, replace or do nothing, and does none of it', async () => {
  const body = full();
  const dryRunOf = async (asked: unknown) => (await put(asked, { query: 'dryRun=true' })).body;
  const before = await api.items();
  expect(await dryRunOf(body)).toMatchObject({ dryRun: true, status: 201, events: [{ event: 'partner.created' }] });
  expect(await api.items()).toEqual(before);
  const { body: made } = await put(body);
  expect(await dryRunOf({ ...full(), contact: made.contact })).toMatchObject({
    dryRun: true,
    status: 200,
    events: [{ event: 'partner.updated' }],
  });
  expect(await dryRunOf(body)).toMatchObject({ dryRun: true, status: 200, events: [], body: { version: 1 } });
});
