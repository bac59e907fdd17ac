import type { WireAnswer } from '../../testing/wire.ts';
import { journey } from '../support/journey.ts';
import type { Api } from '../support/journey-api.ts';
import { createPartner, newPartner, unique } from '../support/journey-entities.ts';
import { createChildren, PARTNER_RIGHTS, pageOf, refusal } from '../support/journey-partners.ts';

const here = journey();
const operator = () => here.as(PARTNER_RIGHTS);
const list = (api: Api, query: Readonly<Record<string, string | number>> = {}) => {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
  return api.get(`/v1/partners?${search}`);
};

const nextLink = ({ headers }: WireAnswer): string | undefined => /^<(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1];

let [root, rootName]: [number, string] = [0, ''];
let children: readonly number[] = [];

beforeAll(async () => {
  const api = await operator();
  rootName = unique('Root');
  root = await createPartner(api, { name: rootName });
  children = await createChildren(api, root, 7);
  await createPartner(api, { parent: { id: Number(children[0]) } });
}, 20_000);

describe('GET /v1/partners', () => {
  test('lists the direct children of the partner given by id, newest last', async () => {
    const answer = await list(await operator(), { partner: root });
    expect([answer.status, pageOf(answer), answer.body.next]).toEqual([200, children, null]);
    expect(answer.headers).not.toHaveProperty('link');
  });

  test('lists the children of the partner given by name, whatever its case and spaces', async () => {
    expect(pageOf(await list(await operator(), { partner: ` ${rootName.toUpperCase()} ` }))).toEqual(children);
  });

  test('names the parent of each child as GET of the child does', async () => {
    const api = await operator();
    const [first] = (await list(api, { partner: root })).body.data as object[];
    expect(first).toEqual((await api.get(`/v1/partners/${children[0]}`)).body);
    expect(first).toHaveProperty('parent', { id: root, name: rootName });
  });

  test('lists the children of the caller by default', async () => {
    expect(pageOf(await list(await here.as(PARTNER_RIGHTS, { partner: root })))).toEqual(children);
  });

  test('lists the roots for an unbound token by default', async () => {
    const api = await operator();
    let [path, roots]: [string | undefined, readonly number[]] = ['/v1/partners?limit=100', []];
    while (path !== undefined) {
      const answer = await api.get(path);
      roots = [...roots, ...pageOf(answer)];
      path = nextLink(answer);
    }
    expect(roots).toContain(root);
    expect(roots).not.toContain(children[0]);
  });

  test('leads through all children once by limit and cursor, and to the end by Link', async () => {
    const api = await operator();
    const found: (readonly number[])[] = [];
    let [path, answers]: [string | undefined, WireAnswer[]] = [`/v1/partners?partner=${root}&limit=3`, []];
    while (path !== undefined) {
      const answer = await api.get(path);
      answers = [...answers, answer];
      found.push(pageOf(answer));
      path = nextLink(answer);
    }
    expect(found).toEqual([children.slice(0, 3), children.slice(3, 6), children.slice(6)]);
    expect(answers.at(-1)?.body.next).toBeNull();
    const second = await list(api, { partner: root, limit: 3, cursor: String(answers[0]?.body.next) });
    expect(pageOf(second)).toEqual(children.slice(3, 6));
  });

  test('has no next page when the last one is just full', async () => {
    const answer = await list(await operator(), { partner: root, limit: 7 });
    expect([pageOf(answer).length, answer.body.next, answer.headers.link]).toEqual([7, null, undefined]);
  });

  test('goes on after a cursor when a partner was created meanwhile, and ends with it', async () => {
    const api = await operator();
    const parent = await createPartner(api);
    const older = await createChildren(api, parent, 2);
    const page = await list(api, { partner: parent, limit: 1 });
    const newest = await createPartner(api, { parent: { id: parent } });
    expect(pageOf(await list(api, { partner: parent, cursor: String(page.body.next) }))).toEqual([older[1], newest]);
  });

  test('refuses a cursor that was tampered with, or that another list led to', async () => {
    const api = await operator();
    const next = String((await list(api, { partner: root, limit: 1 })).body.next);
    const other = await createPartner(api);
    const refused = [
      await list(api, { partner: root, cursor: `${next}x` }),
      await list(api, { partner: root, cursor: next.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }),
      await list(api, { partner: root, cursor: next.slice(0, -4) }),
      await list(api, { partner: other, cursor: next }),
      await list(api, { name: rootName, cursor: next }),
      await list(await here.as(PARTNER_RIGHTS, { partner: root }), { partner: root, cursor: next }),
    ];
    for (const { status, body } of refused) {
      expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'query', pointer: '/cursor', code: 'invalid-cursor' })]]);
    }
  });

  test.each([
    ['0', 'too-small'],
    ['101', 'too-large'],
    ['ten', 'wrong-type'],
  ])('refuses a limit of %s', async (limit, code) => {
    const { status, body } = await list(await operator(), { partner: root, limit });
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ in: 'query', pointer: '/limit', code })]]);
  });

  test('looks a partner up by its exact reference, and by its name whatever the case', async () => {
    const api = await operator();
    const [name, reference] = [unique('Straße'), unique('Reference')];
    const id = await createPartner(api, { name, reference, parent: { id: root } });
    children = [...children, id];
    expect(pageOf(await list(api, { reference }))).toEqual([id]);
    expect(pageOf(await list(api, { reference: reference.toUpperCase() }))).toEqual([]);
    expect(pageOf(await list(api, { name: name.toUpperCase() }))).toEqual([id]);
    expect(pageOf(await list(api, { name, reference, partner: root, isActive: 'true' }))).toEqual([id]);
    expect(pageOf(await list(api, { name, reference: unique('other') }))).toEqual([]);
    expect(pageOf(await list(api, { name, isActive: 'false' }))).toEqual([]);
    expect(pageOf(await list(api, { name, partner: String(children[0]) }))).toEqual([]);
  });

  test('looks up nothing above or beside the caller', async () => {
    const api = await here.as(PARTNER_RIGHTS, { partner: Number(children[0]) });
    const beside = (await (await operator()).get(`/v1/partners/${children[1]}`)).body;
    expect(await list(api, { name: rootName })).toMatchObject({ status: 200, body: { data: [], next: null } });
    expect(pageOf(await list(api, { name: String(beside.name) }))).toEqual([]);
    expect(pageOf(await list(api, { reference: String(beside.reference) }))).toEqual([]);
  });

  test('tells apart the active and the inactive children', async () => {
    const api = await operator();
    const parent = await createPartner(api);
    const [first, second, third] = await createChildren(api, parent, 3);
    await api.patch(`/v1/partners/${second}`, { isActive: false });
    expect(pageOf(await list(api, { partner: parent, isActive: 'true' }))).toEqual([first, third]);
    expect(pageOf(await list(api, { partner: parent, isActive: 'false' }))).toEqual([second]);
  });

  test('finds no children of a partner that does not exist, or that the caller may not know of', async () => {
    const bound = await here.as(PARTNER_RIGHTS, { partner: Number(children[0]) });
    const refused = [
      await list(await operator(), { partner: 2_147_483_647 }),
      await list(await operator(), { partner: unique('Nobody') }),
      await list(bound, { partner: root }),
      await list(bound, { partner: rootName }),
      await list(bound, { partner: Number(children[1]) }),
    ];
    expect(refused.map(refusal)).toEqual(Array(5).fill([404, 'partner-not-found']));
  });

  test('never holds the verification phrase', async () => {
    const api = await operator();
    const parent = await createPartner(api);
    await api.post('/v1/partners', newPartner({ parent: { id: parent }, verificationPhrase: 'blue heron' }));
    const { body, text } = await list(api, { partner: parent });
    expect(body.data).toHaveLength(1);
    expect(text).not.toContain('blue heron');
  });
});
