import { type Answer, type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makePartner, type StoredPartner } from './samples.ts';
import { deactivate } from './stored.ts';

let api: Api;
let parent: StoredPartner;
let children: readonly StoredPartner[];

const makeChildren = async (of: StoredPartner, count: number): Promise<readonly StoredPartner[]> => {
  const made: StoredPartner[] = [];
  // One after the other, so that creation order is known; ids are random, so a shared millisecond
  // would not keep it.
  for (let at = 0; at < count; at += 1) {
    const begun = Date.now();
    made.push(await makePartner(api, of));
    while (Date.now() === begun) await Promise.resolve();
  }
  return made;
};

beforeAll(async () => {
  api = await startApi();
  parent = await makePartner(api, await makePartner(api));
  children = await makeChildren(parent, 7);
}, 20_000);
afterAll(() => api.stop());

const list = (query: string, call: Omit<Call, 'path'> = {}): Promise<Answer> => api.get('/v1/partners', { ...call, query });
const idsOf = ({ body }: Answer): readonly number[] => (body.data as StoredPartner[]).map(({ id }) => id);
const of = (partner: StoredPartner, rest = ''): string => `partner=${partner.id}${rest}`;
const ids = (partners: readonly StoredPartner[]): readonly number[] => partners.map(({ id }) => id);

/**
 * Reads a list to its end by the cursors it gives; does `between` before each page but the first.
 */
const readAll = async (query: string, between: () => Promise<unknown> = async () => undefined): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let answer = await list(query); ; ) {
    found.push(...idsOf(answer));
    const { next } = answer.body;
    if (next === null) return found;
    expect(answer.headers.link).toContain(`cursor=${next}`);
    await between();
    answer = await list(`${query}&cursor=${next}`);
  }
};

test('children are listed in creation order, each without its phrase, and nothing below them', async () => {
  await makePartner(api, children[0]);
  const answer = await list(of(parent));
  const { status, headers, body } = answer;
  expect({ status, ids: idsOf(answer), next: body.next }).toEqual({ status: 200, ids: ids(children), next: null });
  expect(headers).not.toHaveProperty('link');
  expect((body.data as object[])[0]).toEqual((await api.get(`/v1/partners/${children[0]?.id}`)).body);
});

test('the partner is named by its id or by its name in any spelling; a bound caller means itself, an unbound one the roots', async () => {
  const as = await api.bearer({ partner_id: parent.id });
  expect(idsOf(await list(`partner=${encodeURIComponent(` ${parent.name.toUpperCase()}`)}`))).toEqual(ids(children));
  expect(idsOf(await list('', { as }))).toEqual(ids(children));
  const root = await makePartner(api);
  const roots = idsOf(await list('limit=100'));
  expect(roots).toContain(root.id);
  expect(roots).not.toContain(parent.id);
});

test('verification phrases are in no list', async () => {
  const secret = await makePartner(api, await makePartner(api), { verificationPhrase: 'blue heron', name: fresh() });
  expect(JSON.stringify((await list(`name=${secret.name}`)).body)).not.toContain('heron');
  expect(JSON.stringify((await list('limit=100')).body)).not.toContain('heron');
});

test.each([1, 2, 3, 6, 7, 8])('pages of %i lead to the end without gap or repeat', async (limit) => {
  expect(await readAll(of(parent, `&limit=${limit}`))).toEqual(ids(children));
});

test('a page that ends with the list has no next one', async () => {
  expect((await list(of(parent, '&limit=7'))).body.next).toBeNull();
  expect((await list(of(parent, '&limit=6'))).body.next).not.toBeNull();
  expect((await list(of(children[6] as StoredPartner))).body).toEqual({ data: [], next: null });
});

test('what is created while pages are read comes last, and moves nobody', async () => {
  const busy = await makePartner(api);
  const before = await makeChildren(busy, 4);
  const made: StoredPartner[] = [];
  const found = await readAll(of(busy, '&limit=1'), async () => made.length < 3 && made.push(...(await makeChildren(busy, 1))));
  expect(found).toEqual(ids([...before, ...made]));
});

test('Link leads to the very next page, with the whole query', async () => {
  const first = await list(of(parent, '&limit=2&isActive=true'));
  const [, path, query] = /^<([^?]+)\?([^>]+)>; rel="next"$/.exec(String(first.headers.link)) ?? [];
  expect(idsOf(await api.get(path ?? '', { query: query ?? '' }))).toEqual(ids(children.slice(2, 4)));
});

test('isActive filters the children, through all pages', async () => {
  const mixed = await makePartner(api);
  const made = await makeChildren(mixed, 5);
  for (const at of [0, 1, 3]) await deactivate(api, made[at]?.id ?? 0);
  expect(await readAll(of(mixed, '&isActive=true&limit=1'))).toEqual([made[2]?.id, made[4]?.id]);
  expect(await readAll(of(mixed, '&isActive=false&limit=2'))).toEqual([made[0]?.id, made[1]?.id, made[3]?.id]);
});

test.each([
  ['limit=0', ['query /limit too-small']],
  ['limit=101', ['query /limit too-large']],
  ['limit=1.5', ['query /limit wrong-type']],
  ['isActive=yes', ['query /isActive wrong-type']],
  ['dryRun=true', ['query /dryRun unknown-property']],
  ['cursor=x', ['query /cursor invalid-cursor']],
])('%s is refused', async (query, violations) => {
  expect(await violationsOf(api, { path: '/v1/partners', query })).toEqual(violations);
});

test('a limit of 100 is taken', async () => {
  expect(idsOf(await list(of(parent, '&limit=100')))).toHaveLength(7);
});

test('a cursor that was changed, or is another question’s or another caller’s, is refused', async () => {
  const cursor = String((await list(of(parent, '&limit=2'))).body.next);
  const as = await api.bearer({ partner_id: parent.id });
  const foreign: Call[] = [
    { path: '/v1/partners', query: of(parent, `&cursor=${cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`) },
    { path: '/v1/partners', query: of(parent, `&cursor=${cursor}x`) },
    { path: '/v1/partners', query: of(parent, `&cursor=${cursor}.x`) },
    { path: '/v1/partners', query: of(children[0] as StoredPartner, `&cursor=${cursor}`) },
    { path: '/v1/partners', query: of(parent, `&isActive=true&cursor=${cursor}`) },
    { path: '/v1/partners', query: of(parent, `&cursor=${cursor}`), as },
    { path: `/v1/partners/${parent.id}/contacts`, query: `cursor=${cursor}` },
  ];
  for (const call of foreign) expect(await violationsOf(api, call)).toEqual(['query /cursor invalid-cursor']);
  expect(idsOf(await list(of(parent, `&limit=3&cursor=${cursor}`)))).toEqual(ids(children.slice(2, 5)));
});

describe('a look-up', () => {
  let one: StoredPartner;
  const reference = fresh('Reference');

  beforeAll(async () => {
    one = await makePartner(api, parent, { name: `Zoë ${fresh()}`, reference });
    await deactivate(api, one.id);
  });

  const named = () => `name=${encodeURIComponent(`  ${one.name.toUpperCase().normalize('NFD')} `)}`;

  test('by name finds it in any spelling, with its parent', async () => {
    const { body } = await list(named());
    expect(body).toMatchObject({ data: [{ id: one.id, parent: { id: parent.id, name: parent.name } }], next: null });
  });

  test.each([
    ['its reference', () => `reference=${reference}`, true],
    ['its reference in another case', () => `reference=${reference.toLowerCase()}`, false],
    ['its name and its reference', () => `${named()}&reference=${reference}`, true],
    ['its name and another reference', () => `${named()}&reference=other`, false],
    ['its name and parent', () => `${named()}&partner=${parent.id}`, true],
    ['its name and parent’s name', () => `${named()}&partner=${encodeURIComponent(parent.name)}`, true],
    ['its name below another', () => `${named()}&partner=${one.id}`, false],
    ['its name, among the inactive', () => `${named()}&isActive=false`, true],
    ['its name, among the active', () => `${named()}&isActive=true`, false],
    ['the name of nobody', () => 'name=nobody', false],
    ['the reference of nobody', () => 'reference=nobody', false],
  ])('by %s', async (_, query, found) => {
    expect(idsOf(await list(query()))).toEqual(found ? [one.id] : []);
  });

  test('finds only what the caller may see, by whatever it asks', async () => {
    const [above, itself] = await Promise.all([parent.id, one.id].map((id) => api.bearer({ partner_id: id })));
    const beside = await api.bearer({ partner_id: children[0]?.id });
    for (const query of [named(), `reference=${reference}`]) {
      const seen = await Promise.all([above, itself, beside].map((as) => list(query, { as: as ?? null })));
      expect(seen.map(idsOf)).toEqual([[one.id], [one.id], []]);
    }
    for (const partner of [String(parent.id), encodeURIComponent(parent.name), '2147483647', 'nobody']) {
      await refused(api, { path: '/v1/partners', query: `partner=${partner}`, as: beside }, 'partner-not-found');
    }
  });
});
