import { hierarchyFaults } from '../../testing/hierarchy.ts';
import { type Api, startApi } from './api.ts';
import { storedPartners } from './hierarchy-state.ts';
import { refused } from './refusals.ts';
import { fresh, makeCredential, makePartner, type StoredPartner } from './samples.ts';
import { deactivate, eventsBy } from './stored.ts';

let api: Api;
let root: StoredPartner;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
afterAll(() => api.stop());

const path = ({ id }: StoredPartner) => `/v1/partners/${id}`;
const below = ({ id }: StoredPartner) => ({ parent: { id } });
const move = (partner: StoredPartner, parent: StoredPartner) => ({ method: 'PATCH', path: path(partner), body: below(parent) });
const ancestorsOf = async ({ id }: StoredPartner) => (await storedPartners(api)).get(id)?.ancestors;
const childrenOf = async ({ id }: StoredPartner, as?: string) => {
  const { body } = await api.get('/v1/partners', { query: `partner=${id}`, ...(as !== undefined && { as }) });
  return (body.data as StoredPartner[] | undefined)?.map((child) => child.id);
};

/** Partners each below the one before. */
const chain = async (levels: number, from?: StoredPartner): Promise<readonly StoredPartner[]> => {
  const made: StoredPartner[] = [];
  for (let level = 0; level < levels; level += 1) made.push(await makePartner(api, made.at(-1) ?? from));
  return made;
};

afterEach(async () => expect(hierarchyFaults(await storedPartners(api))).toEqual([]));

test('a move takes the whole branch along: ancestors, places, lists and counts, in one version of each', async () => {
  const [top, middle, lowest] = (await chain(3, root)) as [StoredPartner, StoredPartner, StoredPartner];
  const [elsewhere, target] = (await chain(2)) as [StoredPartner, StoredPartner];
  const { status, body } = await api.send(move(top, target));
  expect({ status, parent: body.parent, version: body.version }).toEqual({ status: 200, parent: target, version: 2 });
  expect(await ancestorsOf(lowest)).toEqual([elsewhere.id, target.id, top.id, middle.id]);
  expect(await childrenOf(target)).toEqual([top.id]);
  expect(await childrenOf(root)).not.toContain(top.id);
  for (const { id } of [top, middle, lowest]) expect((await storedPartners(api)).get(id)).toMatchObject({ version: 2 });
});

test('a move is one event, with the old path and in the order of the new root', async () => {
  const [top] = (await chain(2, root)) as [StoredPartner];
  const target = await makePartner(api);
  const events = await eventsBy(api, () => api.send(move(top, target)));
  expect(events).toMatchObject([
    {
      pk: `PARTNER#${target.id}`,
      payload: { event: 'partner.moved', data: { id: top.id, parent: target } },
      metadata: {
        ...{ tenant: `/partners/${target.id}/${top.id}`, changed: ['/parent'], version: 2, previousVersion: 1 },
        previous: { '/parent': root.id, path: `/partners/${root.id}/${top.id}` },
      },
    },
  ]);
});

test('who sees the branch and who signs in for it changes with the move', async () => {
  const [from, to] = [await makePartner(api, root), await makePartner(api, root)];
  const top = await makePartner(api, from);
  const lowest = await makePartner(api, top);
  const [old, next] = await Promise.all([from, to].map(({ id }) => api.bearer({ partner_id: id })));
  const seen = () => Promise.all([old, next].map(async (as) => (await api.get(path(lowest), { as: as ?? null })).status));
  expect(await seen()).toEqual([200, 404]);
  await api.send(move(top, to));
  expect(await seen()).toEqual([404, 200]);
  const as = await makeCredential(api, lowest.id);
  await deactivate(api, from.id);
  expect((await api.get(path(lowest), { as })).status).toBe(200);
  await deactivate(api, to.id);
  await refused(api, { path: path(lowest), as: await makeCredential(api, lowest.id) }, 'credentials-invalid');
});

test('a branch moves to its parent’s parent, beside its parent, below its sibling and back', async () => {
  const [parent, top] = (await chain(3, root)) as [StoredPartner, StoredPartner];
  const sibling = await makePartner(api, parent);
  for (const target of [root, sibling, parent]) expect((await api.send(move(top, target))).status).toBe(200);
  expect(await ancestorsOf(top)).toEqual([root.id, parent.id]);
});

test('a root may be put below another', async () => {
  const [top, child] = (await chain(2)) as [StoredPartner, StoredPartner];
  const events = await eventsBy(api, () => api.send(move(top, root)));
  expect(events).toMatchObject([{ metadata: { previous: { '/parent': null, path: `/partners/${top.id}` } } }]);
  expect(await ancestorsOf(child)).toEqual([root.id, top.id]);
});

test('a move may rename, deactivate and change the contact at once', async () => {
  const [top, target] = [await makePartner(api, root), await makePartner(api, root)];
  const body = { ...below(target), name: fresh(), isActive: false, contact: { userName: fresh() } };
  const events = await eventsBy(api, () => api.patch(path(top), body));
  expect(events.map(({ payload }) => payload.event)).toEqual([
    ...['partner.moved', 'partner.deactivated', 'partner.updated', 'partner.contact.updated'],
  ]);
  expect((await api.get(path(top))).body).toMatchObject({ ...body, parent: target, version: 2 });
});

test('a partner cannot move below itself or below its branch', async () => {
  const [top, middle, lowest] = (await chain(3, root)) as [StoredPartner, StoredPartner, StoredPartner];
  for (const target of [top, middle, lowest]) await refused(api, move(top, target), 'would-create-cycle');
});

test('a hierarchy keeps to ten levels, the moved branch’s own included', async () => {
  const deep = await chain(8, root);
  const [top] = (await chain(2, root)) as [StoredPartner];
  const { body } = await refused(api, move(top, deep.at(-1) as StoredPartner), 'depth-exceeded');
  expect(body).toMatchObject({ limitName: 'levels', limit: 10 });
  expect((await api.send(move(top, deep.at(-2) as StoredPartner))).status).toBe(200);
});

test.each([
  ['is not there', async () => ({ id: 2147483647 }), 'parent-not-found'],
  ['has no such name', async () => ({ name: 'nobody' }), 'parent-not-found'],
  ['is named otherwise', async () => ({ id: root.id, name: 'other' }), 'invalid-request'],
  ['is inactive', async () => ({ id: await inactive() }), 'parent-inactive'],
  ['stands below an inactive one', async () => ({ id: await belowInactive() }), 'parent-inactive'],
] as const)('a move to a parent that %s is refused', async (_, parent, code) => {
  const top = await makePartner(api, await makePartner(api, root));
  await refused(api, { method: 'PATCH', path: path(top), body: { parent: await parent() } }, code);
});

const inactive = async () => {
  const { id } = await makePartner(api, root);
  await deactivate(api, id);
  return id;
};

/** A partner that is active itself. */
const belowInactive = async () => {
  const [above, child] = (await chain(2, root)) as [StoredPartner, StoredPartner];
  await deactivate(api, above.id);
  return child.id;
};

test('nobody moves a partner above or beside itself, nor out of what it may see', async () => {
  const [mine, other] = [await makePartner(api, root), await makePartner(api, root)];
  const child = await makePartner(api, mine);
  const as = await api.bearer({ partner_id: mine.id });
  await refused(api, { ...move(child, other), as }, 'foreign-tenant');
  await refused(api, { ...move(child, root), as }, 'foreign-tenant');
  await refused(api, { ...move(mine, other), as }, 'foreign-tenant');
  await refused(api, { ...move(other, mine), as }, 'partner-not-found');
  await refused(api, { ...move(mine, child), as }, 'would-create-cycle');
});

test('a branch of 75 partners is moved at once; one of 80 is refused with its count', async () => {
  const top = await makePartner(api, root);
  const target = await makePartner(api, root);
  await Promise.all(Array.from({ length: 74 }, () => makePartner(api, top)));
  const userName = fresh();
  expect((await api.patch(path(top), { ...below(target), name: fresh(), reference: fresh(), contact: { userName } })).status).toBe(200);
  await Promise.all(Array.from({ length: 5 }, () => makePartner(api, top)));
  const { body } = await refused(api, move(top, root), 'branch-too-large');
  expect(body).toMatchObject({ limitName: 'branch', limit: 75, count: 80 });
  expect((await api.get(path(top))).body).toMatchObject({ parent: target, contact: { userName } });
}, 20_000);
