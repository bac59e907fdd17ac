import { journey, withRuntime, withSight } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createPartner, newPartner, unique } from '../support/journey-entities.ts';
import { createChain, createChildren, eventsOf, PARTNER_RIGHTS, pageOf, partner, refusal } from '../support/journey-partners.ts';
import { type StoredItem, storedItems } from '../support/journey-table.ts';

const here = journey();
const operator = () => here.as(PARTNER_RIGHTS);
const move = (api: Api, id: number, parent: number) => api.patch(partner(id), { parent: { id: parent } });

/**
 * A root with two children; below the first stands a branch of three levels, whose middle has two
 * children.
 */
const plant = async (api: Api) => {
  const root = await createPartner(api);
  const [from = 0, to = 0] = await createChildren(api, root, 2);
  const [top = 0, middle = 0, leaf = 0] = await createChain(api, from, 3);
  return { root, from, to, top, middle, leaf, beside: await createPartner(api, { parent: { id: middle } }) };
};

describe('PATCH of parent', () => {
  test('moves the whole branch: it is seen from the new parent and no longer from the old one', async () => {
    const api = await operator();
    const { from, to, top, middle, leaf, beside } = await plant(api);
    const branch = [top, middle, leaf, beside];
    const seenFrom = async (id: number) => {
      const bound = await here.as(PARTNER_RIGHTS, { partner: id });
      return Promise.all(branch.map(async (member) => (await bound.get(partner(member))).status));
    };
    expect([await seenFrom(from), await seenFrom(to)]).toEqual([Array(4).fill(200), Array(4).fill(404)]);
    const { status, body } = await move(api, top, to);
    expect([status, body.version, body.parent]).toEqual([200, 2, expect.objectContaining({ id: to })]);
    expect([await seenFrom(from), await seenFrom(to)]).toEqual([Array(4).fill(404), Array(4).fill(200)]);
    expect(await seenFrom(top)).toEqual(Array(4).fill(200));
  });

  test('moves it from the children of the old parent to those of the new one, each at its place by age', async () => {
    const api = await operator();
    const { from, to, top } = await plant(api);
    const younger = await createPartner(api, { parent: { id: to } });
    await move(api, top, to);
    expect(pageOf(await api.get(`/v1/partners?partner=${from}`))).toEqual([]);
    expect(pageOf(await api.get(`/v1/partners?partner=${to}`))).toEqual([top, younger]);
  });

  test('takes the rights of the branch along at once: the old parent creates nothing below it, the new one does', async () => {
    const api = await operator();
    const { from, to, top, leaf } = await plant(api);
    await move(api, top, to);
    const below = (id: number) => newPartner({ parent: { id } });
    const [old, now] = [await here.as(PARTNER_RIGHTS, { partner: from }), await here.as(PARTNER_RIGHTS, { partner: to })];
    expect(refusal(await old.post('/v1/partners', below(leaf)))).toEqual([403, 'foreign-tenant']);
    expect((await now.post('/v1/partners', below(leaf))).status).toBe(201);
  });

  test('up and down within its own line and to another hierarchy', async () => {
    const api = await operator();
    const { root, to, top, leaf } = await plant(api);
    expect((await move(api, leaf, root)).body.parent).toMatchObject({ id: root });
    expect((await move(api, leaf, top)).body.parent).toMatchObject({ id: top });
    const other = await plant(api);
    expect((await move(api, top, other.leaf)).body.parent).toMatchObject({ id: other.leaf });
    expect((await move(api, root, other.to)).body.parent).toMatchObject({ id: other.to });
    const seen = await here.as(PARTNER_RIGHTS, { partner: other.to });
    expect((await seen.get(partner(to))).status).toBe(200);
  });

  test('below itself or one of its own is refused as a cycle', async () => {
    const api = await operator();
    const { top, leaf } = await plant(api);
    expect(refusal(await move(api, top, leaf))).toEqual([409, 'would-create-cycle']);
    expect(refusal(await move(api, top, top))).toEqual([409, 'would-create-cycle']);
  });

  test('of two moves at once that would make a circle together, one is refused', async () => {
    const api = await operator();
    const root = await createPartner(api);
    for (let round = 0; round < 5; round += 1) {
      const [a = 0, b = 0] = await createChildren(api, root, 2);
      const answers = await Promise.all([move(api, a, b), move(api, b, a)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });

  test('that would stand deeper than 10 levels is refused', async () => {
    const api = await operator();
    const { top } = await plant(api);
    const chain = await createChain(api, await createPartner(api), 7);
    expect(await move(api, top, chain[6] ?? 0)).toMatchObject({ status: 409, body: { code: 'depth-exceeded', limit: 10 } });
    expect((await move(api, top, chain[5] ?? 0)).status).toBe(200);
  });

  test('to a partner that is inactive, below an inactive one, foreign or unknown is refused', async () => {
    const api = await operator();
    const { from, to, top } = await plant(api);
    const below = await createPartner(api, { parent: { id: to } });
    const bound = await here.as(PARTNER_RIGHTS, { partner: from });
    expect(refusal(await move(bound, top, to))).toEqual([403, 'foreign-tenant']);
    await api.patch(partner(to), { isActive: false });
    expect(refusal(await move(api, top, to))).toEqual([409, 'parent-inactive']);
    expect(refusal(await move(api, top, below))).toEqual([409, 'parent-inactive']);
    expect(refusal(await move(api, top, 2_147_483_647))).toEqual([404, 'parent-not-found']);
    expect(refusal(await api.patch(partner(top), { parent: { name: unique('Nobody') } }))).toEqual([404, 'parent-not-found']);
    expect((await api.get(partner(top))).body).toMatchObject({ version: 1, parent: { id: from } });
  });

  test('of 75 partners together with everything else is one transaction; one partner more is refused with the count', async () => {
    const api = await operator();
    const [old, top] = await createChain(api, await createPartner(api), 2);
    const deep = await createChain(api, await createPartner(api), 7);
    await createChildren(api, Number(top), 74);
    const contact = { userName: unique('user'), firstName: 'Grace' };
    const all = { parent: { id: deep[6] }, name: unique('Name'), reference: unique('Reference'), isActive: false, contact };
    const moved = await api.patch(partner(Number(top)), all);
    expect(moved).toMatchObject({ status: 200, body: { parent: { id: deep[6] }, isActive: false, contact } });
    await api.patch(partner(Number(top)), { isActive: true });
    await createPartner(api, { parent: { id: Number(top) } });
    const refused = await move(api, Number(top), Number(old));
    expect(refused).toMatchObject({ status: 409, body: { code: 'branch-too-large', limit: 75, count: 76 } });
  }, 20_000);
});

withSight('the events on the bus', () => {
  test('a move publishes one partner.moved, with the new path and the old one', async () => {
    const api = await operator();
    const { root, from, to, top } = await plant(api);
    const events = await eventsOf(here.sight, () => move(api, top, to));
    expect(events.map(({ event }) => event)).toEqual(['partner.moved']);
    expect(events[0]?.metadata).toMatchObject({
      ...{ tenant: `/partners/${root}/${to}/${top}`, version: 2, previousVersion: 1, changed: ['/parent'] },
      previous: { '/parent': from, path: `/partners/${root}/${from}/${top}` },
    });
    expect(events[0]?.data).toMatchObject({ id: top, parent: { id: to } });
  });
});

withRuntime('a table that no other tests write, and sixty requests at once', () => {
  test('partners created below a branch while it moves leave the tree whole', async () => {
    const api = await operator();
    const { from, to, top, middle, leaf, beside } = await plant(api);
    const places = [top, middle, leaf, beside];
    const statuses: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const creates = places.map((id) => api.post('/v1/partners', newPartner({ parent: { id } })));
      const answers = await Promise.all([move(api, top, round % 2 ? from : to), ...creates]);
      statuses.push(...answers.map(({ status }) => status));
    }
    // Under such contention a request may be refused as safe to repeat (503); none may be half
    // done.
    const { 200: moves = [], 201: creates = [], 503: refused = [] } = Object.groupBy(statuses, Number);
    expect(moves.length + creates.length + refused.length).toBe(60);
    expect(moves.length).toBeGreaterThan(5);
    expect(creates.length).toBeGreaterThan(20);
    expect(crooked(await storedItems(here.system))).toEqual([]);
  }, 30_000);
});

/**
 * The partners whose stored place is not where their parents lead, or who count their children
 * wrong.
 */
const crooked = (items: readonly StoredItem[]): readonly unknown[] => {
  const partners = new Map(items.filter(({ type }) => type === 'partner').map((item) => [Number(item.id), item]));
  const ancestorsOf = (item: StoredItem | undefined) => (item?.ancestors ?? []) as readonly number[];
  const children = Map.groupBy(partners.values(), (item) => ancestorsOf(item).at(-1));
  return [...partners.values()].filter((item) => {
    const parent = ancestorsOf(item).at(-1);
    const expected = parent === undefined ? [] : [...ancestorsOf(partners.get(parent)), parent];
    const path = [...expected, item.id];
    const keys = { gsi1pk: `CHILDREN#${parent ?? 0}`, gsi2pk: `TREE#${path[0]}`, gsi2sk: `/${path.join('/')}/` };
    const count = children.get(Number(item.id))?.length ?? 0;
    return (
      String(ancestorsOf(item)) !== String(expected) ||
      Object.entries(keys).some(([name, value]) => item[name] !== value) ||
      item.childCount !== count
    );
  });
};
