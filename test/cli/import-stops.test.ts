import { existsSync } from 'node:fs';
import { csvOf, importScene } from './import-scene.ts';

const scene = importScene();

test('a header row that is not right stops it before anything is sent', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.csv', 'name,colour\nA,red\n');
  const { code, stderr } = await scene.start(server, [file]).ended;
  expect({ code, requests: server.requests.length, kept: existsSync(`${file}.results.jsonl`) }).toEqual({
    code: 2,
    requests: 0,
    kept: false,
  });
  expect(stderr).toMatch(/unknown: "colour"; missing: "email", "allowedUsers".*\nTry: npx tenantry import --help\n$/);
}, 20_000);

test('a header row that is not right stops it also where standard input has more to say', async () => {
  const server = await scene.server();
  const { code } = await scene.start(server, ['-', '--format', 'csv'], { input: 'name,colour\nA,red\n', more: true }).ended;
  expect(code).toBe(2);
}, 20_000);

test('a CSV that is broken stops it there, after the rows before', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.csv', `${csvOf(120)}"X" Y,x@b.c,1\nZ,z@b.c,1\n`);
  const { code, stderr } = await scene.start(server, [file]).ended;
  expect({ code, created: server.created.length }).toEqual({ code: 1, created: 120 });
  expect(stderr).toBe(
    'The import stopped. The CSV is broken after line 121: a cell goes on after its closing quote.\nRun the same command to resume.\n',
  );
}, 20_000);

test('a reseller that is not there stops it at once', async () => {
  const server = await scene.server();
  const { code, stderr } = await scene.start(server, ['--reseller', 'unknown', scene.file('organizations.csv', csvOf(1000))]).ended;
  expect(code).toBe(1);
  expect(stderr).toContain('The API answered 404 reseller-not-found: There is no such reseller.');
  expect(server.requests.length).toBeLessThanOrEqual(4);
}, 20_000);

test('a page that is not the API stops it at once', async () => {
  const server = await scene.server({ fault: () => ({ status: 200, body: { hello: 'world' } }) });
  const { code, stderr } = await scene.start(server, [scene.file('organizations.csv', csvOf(3))]).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('not an answer of the batch route: {"hello":"world"}') });
}, 20_000);
