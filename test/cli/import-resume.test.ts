import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { until } from '../support/journey-until.ts';
import type { BatchServer, Moment } from './batch-server.ts';
import { csvOf, importScene, type Running, resultsOf } from './import-scene.ts';

const scene = importScene();
const ROWS = 450;

/** The lines of a file of organizations, as the result file must name each. */
const LINES = Array.from({ length: ROWS }, (_, at) => at + 2);

const expectEachOnce = (file: string, server: BatchServer): void => {
  expect(server.created).toHaveLength(ROWS);
  expect(new Set(server.created).size).toBe(ROWS);
  const results = resultsOf(file);
  expect(results.map(({ status }) => status)).not.toContain(409);
  const done = new Set(results.filter(({ status }) => status === 201).map(({ line }) => line));
  expect([...done].sort((a, b) => a - b)).toEqual(LINES);
};

const MOMENTS = [
  ['has arrived', 'arrived'],
  ['is done', 'done'],
  ['is answered', 'answered'],
] as const satisfies readonly (readonly [string, Moment])[];

test.each([1, 3, 5].flatMap((request) => MOMENTS.map(([name, moment]) => [request, name, moment] as const)))(
  'killed when request %d %s, it is resumed with each row created once',
  async (request, _, moment) => {
    let running: Running | undefined;
    const killOnce = async (): Promise<void> => {
      const victim = running;
      running = undefined;
      victim?.kill('SIGKILL');
      await victim?.ended;
    };
    const at = (now: Moment, number: number) => (now === moment && number === request ? killOnce() : undefined);
    const server = await scene.server({ at, uniqueNames: false });
    const file = scene.file('organizations.csv', csvOf(ROWS));

    running = scene.start(server, [file, '--concurrency', '2']);
    expect(await running.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(await scene.start(server, [file, '--concurrency', '2']).ended).toMatchObject({ code: 0 });
    expectEachOnce(file, server);
  },
  20_000,
);

test('killed while results are being written, again and again, it comes to the end with each row created once', async () => {
  const server = await scene.server({ uniqueNames: false });
  const file = scene.file('organizations.csv', csvOf(ROWS));
  const results = `${file}.results.jsonl`;
  const written = (): number => (existsSync(results) ? readFileSync(results, 'utf8').split('\n').length - 1 : 0);

  for (let before = 0; before < ROWS; before = written()) {
    const running = scene.start(server, [file, '--concurrency', '1']);
    await until('a batch to be written', () => written() > before);
    running.kill('SIGKILL');
    await running.ended;
    // What a write that was cut off leaves behind.
    appendFileSync(results, '{"line":2,"key":"import-');
  }
  expect(await scene.start(server, [file]).ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/done before +450 /) });
  expectEachOnce(file, server);
}, 20_000);
