import { csvOf, importScene, resultsOf } from './import-scene.ts';

const scene = importScene();

/** A promise and what resolves it. */
const gate = () => Promise.withResolvers<void>();

test('Ctrl-C lets what is in flight end, keeps its results and says how to resume', async () => {
  const [arrived, opened] = [gate(), gate()];
  const server = await scene.server({
    at: (moment, request) => {
      if (moment === 'arrived' && request === 2) arrived.resolve();
      return moment === 'arrived' ? opened.promise : undefined;
    },
  });
  const file = scene.file('organizations.csv', csvOf(1000));
  const running = scene.start(server, [file, '--concurrency', '2']);
  await arrived.promise;
  running.kill('SIGINT');
  await running.said('Waiting for what is in flight.');
  opened.resolve();

  const { code, stdout, stderr } = await running.ended;
  expect({ code, requests: server.requests.length }).toEqual({ code: 130, requests: 2 });
  expect(stdout).toMatch(/created +200/);
  expect(stderr).toContain('Run the same command to resume.');
  expect(resultsOf(file)).toHaveLength(200);
}, 20_000);

test('a second Ctrl-C does not wait', async () => {
  const arrived = gate();
  const server = await scene.server({
    at: (moment) => {
      arrived.resolve();
      return moment === 'arrived' ? gate().promise : undefined;
    },
  });
  const running = scene.start(server, [scene.file('organizations.csv', csvOf(10))]);
  await arrived.promise;
  const pressing = setInterval(() => running.kill('SIGINT'), 400);
  expect(await running.ended.finally(() => clearInterval(pressing))).toMatchObject({ code: 130, stdout: '' });
}, 20_000);

test('Ctrl-C ends an import that waits for standard input', async () => {
  const answered = gate();
  const server = await scene.server({ at: (moment) => (moment === 'answered' ? answered.resolve() : undefined) });
  const results = scene.file('stdin.results.jsonl', '');
  const running = scene.start(server, ['-', '--format', 'csv', '--results', results], { input: csvOf(150), more: true });
  await answered.promise;
  running.kill('SIGINT');
  expect(await running.ended).toMatchObject({ code: 130 });
  expect(resultsOf(results)).toHaveLength(100);
}, 20_000);

test('Ctrl-C ends the wait for another attempt, whose rows are left to the next run', async () => {
  const asked = gate();
  const server = await scene.server({
    fault: () => {
      asked.resolve();
      return { status: 503, headers: { 'retry-after': '3600' } };
    },
  });
  const file = scene.file('organizations.csv', csvOf(10));
  const running = scene.start(server, [file]);
  await asked.promise;
  running.kill('SIGINT');
  expect(await running.ended).toMatchObject({ code: 130 });
  expect(resultsOf(file)).toEqual([]);
}, 20_000);
