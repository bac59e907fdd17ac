import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { csvOf, importScene } from './import-scene.ts';

const scene = importScene();

const tableOf = (path: string, delimiter = ','): readonly (readonly string[])[] => parse(readFileSync(path), { bom: true, delimiter });

test('refused rows are kept as they were, with row number and reason; once mended, their file is imported', async () => {
  const server = await scene.server();
  const text = 'Name;email;allowedUsers;Notes\nA;a@b.c;1;x\nB;b@b.c; Unlimited;"two\nlines"\n\nC;c@b.c;1,250;\nD;d@b.c;2;\nE;e@b.c\n';
  const file = scene.file('organizations.csv', text);
  const args = ['--rest', 'metadata'];
  const { code, stdout } = await scene.start(server, [file, ...args]).ended;
  expect({ code, created: server.created }).toEqual({ code: 1, created: ['A', 'D'] });
  expect(stdout).toContain(`Rows to mend and import once more, without --skip and --items: ${file}.refused.csv`);
  expect(stdout).toMatch(/Refused by field, each with an example:\n +2 {2}allowedUsers is "Unlimited": unlimited is written -1\n/);
  expect(stdout).toContain('Space around 1 value was removed.');
  expect(tableOf(`${file}.refused.csv`, ';')).toEqual([
    ['Name', 'email', 'allowedUsers', 'Notes', '_row', '_reason'],
    ['B', 'b@b.c', ' Unlimited', 'two\nlines', '3', 'invalid-value: allowedUsers is "Unlimited": unlimited is written -1.'],
    ['C', 'c@b.c', '1,250', '', '5', expect.stringContaining('write it without separators: 1250')],
    ['E', 'e@b.c', '', '', '7', expect.stringContaining('another number of cells')],
  ]);
  const created = tableOf(`${file}.created.csv`);
  expect([created[0], created.map((row) => [row[0], row[3]]).slice(1)]).toEqual([
    ['row', 'id', 'externalId', 'name'],
    [
      ['2', 'A'],
      ['6', 'D'],
    ],
  ]);
  expect(created[1]?.[1]).toMatch(/^[0-9a-f-]{36}$/);

  const mended = `${file}.refused.csv`;
  writeFileSync(mended, readFileSync(mended, 'utf8').replace(' Unlimited', '-1').replace('1,250', '1250').replace('e@b.c;;', 'e@b.c;7;'));
  expect(await scene.start(server, [mended, ...args]).ended).toMatchObject({ code: 0 });
  expect(server.created).toEqual(['A', 'D', 'B', 'C', 'E']);
});

test('a file that is there is not overwritten, and a dry run writes none unless it is named', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.csv', 'name,email,allowedUsers\nA,a@b.c,x\n');
  writeFileSync(`${file}.refused.csv`, 'being mended');
  await scene.start(server, [file, '--dry-run']).ended;
  expect([existsSync(`${file}.refused-2.csv`), existsSync(`${file}.created.csv`)]).toEqual([false, false]);
  await scene.start(server, [file]).ended;
  expect(readFileSync(`${file}.refused.csv`, 'utf8')).toBe('being mended');
  expect(tableOf(`${file}.refused.csv`.replace('.csv.refused', '.csv.refused-2'))).toHaveLength(2);
});

test('refused JSON is kept as lines', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.json', '[{"name":"A","email":"a@b.c","allowedUsers":"x"},\n 7]');
  await scene.start(server, [file]).ended;
  const lines = readFileSync(`${file}.refused.jsonl`, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    { _text: '7', _row: 2, _reason: expect.stringContaining('it is not an object') },
    { name: 'A', email: 'a@b.c', allowedUsers: 'x', _row: 1, _reason: 'allowedUsers must be an integer' },
  ]);
});

test('an API that does not answer, or turns the preflight down, ends it before a row is sent', async () => {
  const problem = { status: 403, body: { code: 'forbidden', detail: 'The token may not do this.' } };
  const server = await scene.server({ preflight: () => problem });
  const file = scene.file('organizations.csv', csvOf(5));
  expect(await scene.start(server, [file]).ended).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('403 forbidden: The token may not'),
  });
  expect(server.requests).toEqual([]);
});

test('--suggest writes a map by names and values, and shows what would be stored; nothing is sent', async () => {
  const file = scene.file('crm.csv', 'Record ID,Company name,Contact,Seats,Fax\n1, Acme ,a@b.c,25.0,\n2,Beta,b@b.c,3,\n');
  const path = scene.file('map.yaml', '').replace('map.yaml', 'proposed.yaml');
  const { code, stdout } = await scene.start({ url: '' }, [file, '--suggest', path]).ended;
  expect({ code, map: readFileSync(path, 'utf8') }).toEqual({
    code: 0,
    map: 'Record ID: externalId\nCompany name: name\nContact: email\nSeats: allowedUsers\nFax: null\n',
  });
  expect(stdout).toContain('{"externalId":"1","name":"Acme","email":"a@b.c"}  (refused: allowedUsers is "25.0"');
  expect(stdout).toContain('{"externalId":"2","name":"Beta","email":"b@b.c","allowedUsers":3}');

  const server = await scene.server();
  expect(await scene.start(server, [file, '--map', path]).ended).toMatchObject({ code: 1 });
  expect(server.created).toEqual(['Beta']);
  expect(await scene.start({ url: '' }, [file, '--suggest', path]).ended).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('EEXIST'),
  });
});
