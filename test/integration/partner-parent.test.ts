import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeCredential, makePartner, newPartner, type StoredPartner } from './samples.ts';
import { deactivate } from './stored.ts';

let api: Api;
let root: StoredPartner;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
afterAll(() => api.stop());

const under = (parent: unknown) => ({ method: 'POST', path: '/v1/partners', body: newPartner({ parent }) });

test.each([
  ['id', () => ({ id: root.id })],
  ['name', () => ({ name: root.name })],
  ['name in another case and with space around it', () => ({ name: `  ${root.name.toUpperCase()} ` })],
  ['id and name that agree', () => ({ id: root.id, name: root.name.toLowerCase() })],
])('a parent named by %s is answered with its id and its stored name', async (_, parent) => {
  const { status, body } = await api.send(under(parent()));
  expect({ status, parent: body.parent }).toEqual({ status: 201, parent: root });
});

test('a parent named by its name in another Unicode form is found', async () => {
  const parent = await makePartner(api, root, { name: `Zoë ${fresh()}`.normalize('NFD') });
  const { body } = await api.send(under({ name: parent.name.normalize('NFC') }));
  expect(body.parent).toEqual(parent);
});

test('an id and a name of two partners disagree', async () => {
  const other = await makePartner(api);
  expect(await violationsOf(api, under({ id: root.id, name: other.name }))).toEqual(['body /parent conflicting-values']);
  expect(await violationsOf(api, under({ id: root.id, name: 'nobody' }))).toEqual(['body /parent conflicting-values']);
});

test.each([
  ['id', { id: 2147483647 }],
  ['name', { name: 'nobody at all' }],
])('a parent with an unknown %s is not found', async (_, parent) => {
  await refused(api, under(parent), 'parent-not-found');
});

test('an inactive parent takes no partners', async () => {
  const parent = await makePartner(api, root);
  await deactivate(api, parent.id);
  await refused(api, under({ id: parent.id }), 'parent-inactive');
});

test.each([
  ['an empty object', {}, ['body /parent empty']],
  ['an id of zero', { id: 0 }, ['body /parent/id too-small']],
  ['an id as text of no number', { id: 'one' }, ['body /parent/id wrong-type']],
  ['an unknown member', { reference: 'x' }, ['body /parent/reference unknown-property']],
])('a parent given as %s is refused', async (_, parent, violations) => {
  expect(await violationsOf(api, under(parent))).toEqual(violations);
});

test('a parent beyond int32 is refused', async () => {
  expect(await violationsOf(api, under({ id: 2147483648 }))).toContain('body /parent/id too-large');
});

describe('a caller bound to a partner', () => {
  let middle: StoredPartner;
  let caller: string;

  beforeAll(async () => {
    middle = await makePartner(api, root);
    caller = await api.bearer({ partner_id: middle.id });
  });

  test('creates below itself and below what is below it', async () => {
    const child = await api.send({ ...under({ id: middle.id }), as: caller });
    const grandchild = await api.send({ ...under({ id: child.body.id }), as: caller });
    expect([child.status, grandchild.status]).toEqual([201, 201]);
  });

  test('creates with the binding given as text', async () => {
    const { status } = await api.send({ ...under({ id: middle.id }), as: await api.bearer({ partner_id: String(middle.id) }) });
    expect(status).toBe(201);
  });

  test('is refused above itself, beside itself and in another tree', async () => {
    const [beside, elsewhere] = [await makePartner(api, root), await makePartner(api)];
    for (const { id, name } of [root, beside, elsewhere]) {
      await refused(api, { ...under({ id }), as: caller }, 'foreign-tenant');
      await refused(api, { ...under({ name }), as: caller }, 'foreign-tenant');
    }
  });

  test('must name a parent', async () => {
    const call = { method: 'POST', path: '/v1/partners', body: newPartner(), as: caller };
    expect(await violationsOf(api, call)).toEqual(['body /parent required']);
  });

  test('signs in with HTTP Basic to the same end', async () => {
    const as = await makeCredential(api, middle.id);
    expect((await api.send({ ...under({ id: middle.id }), as })).status).toBe(201);
    await refused(api, { ...under({ id: root.id }), as }, 'foreign-tenant');
  });

  test('sees itself and what is below it, and nothing above or beside it', async () => {
    const [below, beside] = [await makePartner(api, middle), await makePartner(api, root)];
    const answers = await Promise.all([middle, below].map(({ id }) => api.get(`/v1/partners/${id}`, { as: caller })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const { id } of [root, beside]) {
      const hidden = await refused(api, { path: `/v1/partners/${id}`, as: caller }, 'partner-not-found');
      const missing = await refused(api, { path: '/v1/partners/2147483647', as: caller }, 'partner-not-found');
      expect(String(hidden.body.detail).replace(String(id), '')).toBe(String(missing.body.detail).replace('2147483647', ''));
    }
  });
});

test('ten levels are taken and an eleventh is not', async () => {
  let lowest = await makePartner(api);
  for (let level = 2; level <= 10; level += 1) lowest = await makePartner(api, lowest);
  const { body } = await refused(api, under({ id: lowest.id }), 'depth-exceeded');
  expect(body.limit).toBe(10);
});

test('a parent renamed after its children were made is answered by its present name', async () => {
  const parent = await makePartner(api, root);
  const child = await makePartner(api, parent);
  await api.patch(`/v1/partners/${parent.id}`, { name: 'Renamed' });
  expect((await api.get(`/v1/partners/${child.id}`)).body.parent).toEqual({ id: parent.id, name: 'Renamed' });
});
