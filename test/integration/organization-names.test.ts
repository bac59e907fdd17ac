import { organizationNameKey } from '../../functions/shared/table/keys.ts';
import { type Api, startApi } from './api.ts';
import { at, deleteOrganization, idsOf, makeOrganization } from './organization-samples.ts';
import { faultsOf } from './organization-state.ts';
import { refused } from './refusals.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { eventNamesBy, itemsAddedBy } from './stored.ts';

let api: Api;
let reseller: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  reseller = await makeReseller(api);
});
afterEach(async () => {
  expect(await faultsOf(api, reseller)).toEqual([]);
});
afterAll(() => api.stop());

const creating = (name: string) => ({ method: 'POST', path: at(reseller), body: newOrganization({ name }) });
const renaming = (id: unknown, name: string) => ({ method: 'PATCH', path: at(reseller, id), body: { name } });
const find = async (filter: string, name: string) =>
  idsOf((await api.get(at(reseller), { query: new URLSearchParams({ [filter]: name }).toString() })).items);

test.each([
  ['case', 'Acme Ltd', 'aCME lTD'],
  ['white space around it', 'Acme', ' \u00a0Acme\u2003\u3000'],
  ['white space within it', 'Acme Ltd', 'Acme \u00a0\u2003 \u3000Ltd'],
  ['Unicode form', 'Åse Zoë', 'A\u030ase Zoe\u0308'],
  ['the order of marks', 'a\u0323\u0307', 'a\u0307\u0323'],
  ['ß and SS', 'Straße', 'STRASSE'],
  ['ß and ẞ', 'straße', 'STRAẞE'],
  ['a ligature', 'ﬁnance', 'FINANCE'],
  ['a joiner between letters', 'می\u200cخواهم', 'میخواهم'],
  ['İ and its decomposed form', 'İzmir', 'I\u0307zmir'],
  ['İ and i with its dot', 'İZMİR', 'i\u0307zmi\u0307r'],
  ['the final sigma', 'ΟΔΟΣ', 'οδος'],
  ['a sigma at the end that is not final', 'οδος', 'οδοσ'],
  ['a final sigma within', 'οδοςα', 'ΟΔΟΣΑ'],
  ['an iota below', 'ᾳ', 'ΑΙ'],
  ['Cherokee case', 'ꭰꭱ', 'ᎠᎡ'],
  ['Deseret case, beyond the basic plane', '\u{10400}', '\u{10428}'],
])('names that differ by %s are one name, wherever they come from', async (_, name, variant) => {
  const { id } = await makeOrganization(api, reseller, { name });
  const other = await makeOrganization(api, reseller);
  expect((await refused(api, creating(variant), 'name-taken')).body).toMatchObject({ status: 409, name });
  await refused(api, renaming(other.id, variant), 'name-taken');
  const put = { method: 'PUT', path: at(reseller, 'by-external-id/x'), body: newOrganization({ name: variant }) };
  await refused(api, put, 'name-taken');
  const { body } = await api.post(`${at(reseller)}:batch`, { organizations: [newOrganization({ name: variant })] });
  expect(body.results).toMatchObject([{ status: 409, body: { code: 'name-taken' } }]);
  expect(await find('name', variant)).toEqual([id]);
  expect(await find('search', variant)).toEqual([id]);
  expect((await api.get(at(reseller, id))).body.name).toBe(name);
});

test.each([
  ['an accent', 'resume', 'résumé'],
  ['no space where there was one', 'a b', 'ab'],
  ['a width', 'ABC', 'ＡＢＣ'],
  ['a hyphen', 'a-b', 'a\u2010b'],
  ['i and İ', 'izmir', 'İzmir'],
  ['a look-alike of another script', 'a', 'а'],
  ['the dotless i, which is a letter of its own', 'Kırım', 'Kirim'],
  ['the dotless i, of which I is the capital too', 'ısparta', 'ISPARTA'],
])('names that differ by %s are two names', async (_, name, other) => {
  const made = [await makeOrganization(api, reseller, { name }), await makeOrganization(api, reseller, { name: other })];
  expect([await find('name', name), await find('name', other)]).toEqual(idsOf(made).map((id) => [id]));
});

test('a beginning that ends in a final sigma finds names that go on after it', async () => {
  const { id } = await makeOrganization(api, reseller, { name: 'ΟΔΟΣΑ Α.Ε.' });
  for (const text of ['ΟΔΟΣ', 'οδος', 'οδοσ', 'Οδόσ'.normalize('NFD').replace('\u0301', '')])
    expect(await find('search', text)).toEqual([id]);
});

test('a rename to its own name in another spelling is a change like any other, and keeps the name to itself', async () => {
  const { id, name } = await makeOrganization(api, reseller, { name: `Acme ${fresh()}` });
  const respelled = ` ${String(name).toUpperCase().replace(' ', '\u2003')}`;
  const guard = await api.table.table.get(organizationNameKey(reseller, String(name)));
  expect(await eventNamesBy(api, () => api.send(renaming(id, respelled)))).toEqual([['reseller.organization.updated', ['/name']]]);
  expect((await api.get(at(reseller, id))).body).toMatchObject({ name: respelled, version: 2 });
  expect(await api.table.table.get(organizationNameKey(reseller, respelled))).toEqual(guard);
  for (const spelled of [String(name), respelled]) {
    await refused(api, creating(spelled), 'name-taken');
    expect(await find('name', spelled)).toEqual([id]);
  }
});

test('a rename frees the old name for another, and back again', async () => {
  const { id, name } = await makeOrganization(api, reseller);
  const next = fresh();
  await api.send(renaming(id, next));
  await refused(api, creating(next.toUpperCase()), 'name-taken');
  const second = await makeOrganization(api, reseller, { name: String(name).toUpperCase() });
  await refused(api, renaming(id, String(name)), 'name-taken');
  await deleteOrganization(api, reseller, second.id);
  expect((await api.send(renaming(id, String(name)))).body).toMatchObject({ name, version: 3 });
});

test('names go round a ring when one steps aside first', async () => {
  const [one, two] = [await makeOrganization(api, reseller), await makeOrganization(api, reseller)];
  await refused(api, renaming(one.id, String(two.name)), 'name-taken');
  await refused(api, renaming(two.id, String(one.name)), 'name-taken');
  const steps = [
    [one.id, fresh()],
    [two.id, one.name],
    [one.id, two.name],
  ] as const;
  for (const [id, name] of steps) expect((await api.send(renaming(id, String(name)))).status).toBe(200);
  expect(await find('name', String(one.name))).toEqual([two.id]);
  expect(await find('name', String(two.name))).toEqual([one.id]);
});

test('a refused rename leaves nothing behind', async () => {
  const [one, two] = [await makeOrganization(api, reseller), await makeOrganization(api, reseller)];
  expect(await itemsAddedBy(api, () => refused(api, renaming(one.id, String(two.name)), 'name-taken'))).toEqual({});
  expect((await api.get(at(reseller, one.id))).body).toEqual(one);
});

// A sort key takes 220 characters of four bytes; the first of these becomes three of them.
describe.each(['\u{1D160}', '😀'])('names of 256 times %s', (character) => {
  const long = (end: string) => character.repeat(256 - [...end].length) + end;

  test('that differ only at their end are different, and each is found', async () => {
    const names = ['a', 'b', 'aa', 'é'].map(long);
    const made: unknown[] = [];
    for (const name of names) made.push((await makeOrganization(api, reseller, { name })).id);
    for (const [index, name] of names.entries()) {
      await refused(api, creating(name.toUpperCase()), 'name-taken');
      expect(await find('name', name.toUpperCase())).toEqual([made[index]]);
      expect(await find('search', name)).toEqual([made[index]]);
    }
  });

  test('are found by any beginning, in the order of their creation', async () => {
    const made = [];
    for (const end of ['c', 'a', 'b']) made.push(await makeOrganization(api, reseller, { name: long(end) }));
    await makeOrganization(api, reseller, { name: 'other' });
    for (const length of [1, 73, 74, 219, 220, 221, 255]) expect(await find('search', character.repeat(length))).toEqual(idsOf(made));
    await deleteOrganization(api, reseller, made[1]?.id);
    expect(await find('search', character.repeat(255))).toEqual([made[0]?.id, made[2]?.id]);
  });

  test('can be given up for a short one and taken again', async () => {
    const { id } = await makeOrganization(api, reseller, { name: long('z') });
    await api.send(renaming(id, 'short'));
    const second = await makeOrganization(api, reseller, { name: long('Z') });
    await refused(api, renaming(id, long('z')), 'name-taken');
    expect(await find('search', long('z'))).toEqual([second.id]);
  });
});
