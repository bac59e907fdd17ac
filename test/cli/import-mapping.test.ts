import { readMap } from '../../cli/import/mapping/map-file.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { readFileRows, sent } from './import-rows.ts';
import { importScene } from './import-scene.ts';

const scene = importScene();

const rowsOf = async (text: string, args: readonly string[] = [], name = 'organizations.csv') =>
  (await readFileRows(scene.file(name, text), args)).items;

const organizationsOf = async (...given: Parameters<typeof rowsOf>) => (await rowsOf(...given)).map(sent);

const map = (text: string): string => scene.file('map.yaml', text);

const BASE = { name: 'A', email: 'a@b.c', allowedUsers: 1 };

test('columns are joined, split, chosen, repeated, left out and given', async () => {
  const rules = map(`
Company: [name, metadata.company]
Contact: { split: ";", to: [metadata.first, metadata.second, metadata.rest] }
email: { from: [Mail, Other mail], first: true }
description: { from: [First, Last], join: " " }
allowedUsers: { value: -1 }
Junk: null
`);
  const text = 'COMPANY , Contact,Mail,Other mail,first,last,junk\nA,x; y;z;zz,,a@b.c,Ada,L,j\nB,x,b@b.c,,,L,j\n';
  expect(await organizationsOf(text, ['--map', rules])).toEqual([
    { ...BASE, allowedUsers: -1, description: 'Ada L', metadata: { company: 'A', first: 'x', second: 'y', rest: 'z;zz' } },
    { name: 'B', email: 'b@b.c', allowedUsers: -1, description: 'L', metadata: { company: 'B', first: 'x' } },
  ]);
});

test('the header is read without regard to case and space, and --set fills in what is empty', async () => {
  const text = ' NAME ,E Mail,Allowed Users,ADDRESS.City\nA,,1,Leith\n';
  expect(await organizationsOf(text, ['--set', 'email=a@b.c', '--set', 'metadata.source=crm', '--rest', 'ignore'])).toEqual([
    { ...BASE, address: { city: 'Leith' }, metadata: { source: 'crm' } },
  ]);
});

test('other columns are kept, ignored or refused', async () => {
  const text = 'name,email,allowedUsers,Colour,Size\nA,a@b.c,1,red,\n';
  expect(await organizationsOf(text, ['--rest', 'metadata'])).toEqual([{ ...BASE, metadata: { Colour: 'red' } }]);
  expect(await organizationsOf(text, ['--rest', 'ignore'])).toEqual([BASE]);
  await expect(rowsOf(text)).rejects.toThrow(/unknown: "Colour", "Size"\..*--map \(--suggest.*--rest.*--set/);
});

test('columns without a name are ignored, as long as nothing is in them', async () => {
  const rows = await organizationsOf('name,email,allowedUsers,,\nA,a@b.c,1,,\nB,b@b.c,1,,stray\n');
  expect(rows).toEqual([BASE, { refused: 'invalid-value', detail: expect.stringContaining('"stray" is in a column without a name') }]);
});

test('title lines are skipped, and rows keep their numbers', async () => {
  const rows = await rowsOf('Report; of 2026\r\n\r\nname;email;allowedUsers\r\n"A";a@b.c;1\r\n\r\n"B\r\nB";b@b.c;1\r\nC;c@b.c;1\r\n', [
    '--skip',
    '2',
  ]);
  expect(rows.map(({ line, original }) => [line, original?.row, sent(rows.find((row) => row.line === line)).name])).toEqual([
    [4, 4, 'A'],
    [6, 6, 'B\r\nB'],
    [8, 7, 'C'],
  ]);
  await expect(rowsOf('name', ['--skip', '2'])).rejects.toThrow(/fewer lines than the 2 of --skip/);
});

test('what the export has marked is taken to the character', async () => {
  const rows = await organizationsOf("name,email,allowedUsers,description,externalId\n'=cmd,a@b.c,1,' padded ,'1.23E+11\n");
  expect(rows).toEqual([{ name: '=cmd', email: 'a@b.c', allowedUsers: 1, description: ' padded ', externalId: '1.23E+11' }]);
});

test('members of JSON objects are mapped, and one object that is not right is one refused row', async () => {
  const text =
    '{"n":" A ","who":{"mail":"a@b.c"},"seats":[3]}\n{"n":"B","who":{"mail":"b@b.c"},"seats":["Unlimited"],"extra":true}\n{"n":"C"}\n';
  const rules = map('{ "n": "name", "who.mail": "email", "seats[0]": "allowedUsers" }');
  const rows = await rowsOf(text, ['--map', rules], 'organizations.jsonl');
  expect(rows.map(sent)).toEqual([
    { ...BASE, allowedUsers: 3 },
    { refused: 'invalid-value', detail: expect.stringContaining('unknown: "extra"') },
    { refused: 'invalid-value', detail: expect.stringContaining('missing: "email", "allowedUsers"') },
  ]);
});

test.each([
  ['Mail: emial', /there is no field "emial", did you mean "email"/],
  ['A: name\nA: email', /cannot be read/],
  ['- name', /no object of columns/],
  ['A: [name, colour]\nB: 7', /there is no field "colour".*"B" leads to 7/],
  ['name: { from: [] }', /entry of another form/],
  ['name: { from: [A], glue: x }', /entry of another form/],
  ['A: &a { split: x, to: [name] }\nB: *a', /cannot be read/],
])('a map as %j is refused with what is wrong', (text, message) => {
  const reading = () => readMap(map(text));
  expect(reading).toThrow(UsageError);
  expect(reading).toThrow(message);
});

test('a map of columns that are not there, and two columns for one field, are refused before anything is read', async () => {
  const text = 'name,Name 2,email,allowedUsers\nA,B,a@b.c,1\n';
  await expect(rowsOf(text, ['--map', map('Nmae: name\nName 2: name')])).rejects.toThrow(
    /unknown: "name".*in the map but not in the file: "Nmae"/,
  );
  await expect(rowsOf(text, ['--map', map('Name 2: metadata.x\nemail: metadata.x')])).rejects.toThrow(
    /given twice: "metadata.x"; missing: "email"/,
  );
  for (const set of ['colour=red', 'email', '=x']) await expect(rowsOf(text, ['--set', set])).rejects.toThrow(UsageError);
});
