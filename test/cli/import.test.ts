import { existsSync } from 'node:fs';
import { problem } from './batch-server.ts';
import { csvOf, importScene, resultsOf } from './import-scene.ts';
import { refusal } from './registry.ts';

const scene = importScene();

test('a CSV is imported: each row is created, and has a line in the result file', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.csv', csvOf(250));
  const { code, stdout, stderr } = await scene.start(server, [file]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^organizations\.csv: 250 rows in .*\n {2}created +250\n/);
  expect(server.requests.map((rows) => rows.length).sort()).toEqual([100, 100, 50]);
  expect(server.created).toHaveLength(250);
  expect(new Set(resultsOf(file).map(({ line, status }) => `${line} ${status}`)).size).toBe(250);
  expect(server.tokens).toEqual(['token-of-the-test', 'token-of-the-test', 'token-of-the-test']);
}, 20_000);

test('JSON lines are imported from standard input', async () => {
  const server = await scene.server();
  const results = scene.file('results.jsonl', '');
  const input =
    '{"name":"A","email":"a@b.c","allowedUsers":1}\nnonsense\n{"name":"B","email":"b@b.c","allowedUsers":2,"idempotencyKey":"mine"}';
  const { code, stdout } = await scene.start(server, ['-', '--format', 'jsonl', '--results', results], { input }).ended;
  expect({ code, created: server.created }).toEqual({ code: 1, created: ['A', 'B'] });
  expect(stdout).toContain('line 2: unreadable-line: ');
  expect(server.requests[0]?.map(({ idempotencyKey }) => idempotencyKey)).toEqual([expect.stringMatching(/^import-/), 'mine']);
}, 20_000);

test('what is refused is said, kept, and tried again by the next run, which skips what was created', async () => {
  let open = false;
  const server = await scene.server({
    rowFault: ({ name }) => (name === 'Organization 3' && !open ? refusal(409, 'limit-reached') : undefined),
  });
  const file = scene.file('organizations.csv', csvOf(5));
  const first = await scene.start(server, [file]).ended;
  expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('line 5: limit-reached: The row is limit-reached.') });

  open = true;
  const second = await scene.start(server, [file]).ended;
  expect(second).toMatchObject({ code: 0, stdout: expect.stringMatching(/created +1\n.*\n {2}done before +4 /) });
  expect(server.requests.map((rows) => rows.length)).toEqual([5, 1]);
}, 20_000);

test('two equal rows are one organization', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.csv', 'name,email,allowedUsers\nA,a@b.c,1\nB,b@b.c,2\nA,a@b.c,1\n');
  const { code, stdout } = await scene.start(server, [file]).ended;
  expect({ code, created: server.created }).toEqual({ code: 0, created: ['A', 'B'] });
  expect(stdout).toMatch(/created +2\n {2}answered from before +1 /);
}, 20_000);

test('whatever goes wrong on the way, each row is created once', async () => {
  const faults = [
    'reset-before',
    'reset-after',
    problem(503, 'contention', 'Busy.', { 'retry-after': '1' }),
    { status: 429, body: { message: 'Too Many Requests' } },
    { status: 502 },
  ] as const;
  const seen = new Set<string>();
  const server = await scene.server({
    uniqueNames: false,
    fault: (request) => faults[request - 1],
    rowFault: ({ name }) => {
      if (!name.endsWith('7') || seen.has(name)) return undefined;
      seen.add(name);
      return refusal(503, 'contention');
    },
  });
  const file = scene.file('organizations.csv', csvOf(300));
  expect(await scene.start(server, [file]).ended).toMatchObject({ code: 0 });
  expect([server.created.length, new Set(server.created).size, resultsOf(file).length]).toEqual([300, 300, 300]);
}, 20_000);

test('there are never more requests at once than asked for', async () => {
  const server = await scene.server({
    at: (moment) => (moment === 'arrived' ? new Promise((resolve) => setTimeout(resolve, 50)) : undefined),
  });
  expect(await scene.start(server, [scene.file('organizations.csv', csvOf(2000)), '--concurrency', '3']).ended).toMatchObject({ code: 0 });
  expect(server.busiest()).toBe(3);
}, 20_000);

test('a dry run creates nothing, keeps nothing and leaves an earlier result file as it is', async () => {
  const server = await scene.server();
  const file = scene.file('organizations.csv', csvOf(3));
  const { code, stdout } = await scene.start(server, [file, '--dry-run']).ended;
  expect({ code, created: server.created, kept: existsSync(`${file}.results.jsonl`) }).toEqual({ code: 0, created: [], kept: false });
  expect(stdout).toMatch(/would be created +3\n/);
}, 20_000);

test('--help prints how it is used', async () => {
  const { code, stdout } = await scene.start({ url: '' }, ['--help']).ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('npx tenantry import <file> [options]') });
}, 20_000);
