import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { httpEvent } from '../../testing/http-event.ts';
import { bundlesIn } from './bundles.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));
bundlesIn(folder);

/** Runs a function's bundle in a process without any setting, which is a defect of a deployment. */
const run = (name: string, event: object, directory = join(folder, 'bundle', name)) => {
  const script = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(join(directory, 'index.mjs')).href)});
    const report = (answer) => console.log(JSON.stringify({ message: 'answer', ...answer }));
    await handler(${JSON.stringify(event)}, {}).then((answer) => report({ answer }), ({ message, stack }) => report({ thrown: message, stack }));`;
  const lines = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8', env: {} });
  const parsed = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const lineOf = (message: string): Readonly<Record<string, unknown>> => parsed.find((line) => line.message === message) ?? {};
  return { answer: lineOf('answer'), failed: lineOf('failed') };
};

const GET_HEALTH = httpEvent({ path: '/healthz' });

/** The line of source that the first frame of a stack names. */
const firstLine = (stack: unknown): string => {
  const [, file = '', line] = /at .*?\(?((?:functions|lib)\/[\w/-]+\.ts):(\d+):\d+\)?$/m.exec(String(stack)) ?? [];
  return readFileSync(join(ROOT, file), 'utf8').split('\n')[Number(line) - 1] ?? '';
};

it('a defect is logged with the file and line of its source', () => {
  const { failed } = run('system-health', GET_HEALTH);
  const { stack } = failed.cause as { readonly stack: string };
  expect(firstLine(stack)).toContain('throw new Error(`the environment variable');
  expect(stack).toMatch(/at functions\/shared\/endpoint\/endpoint\.ts:\d+:\d+/);
  expect(stack).not.toContain('index.mjs');
});

it('the answer reveals nothing of it', () => {
  const { answer } = run('system-health', GET_HEALTH);
  expect(answer).toMatchObject({ answer: { statusCode: 500 } });
  expect(JSON.stringify(answer)).not.toMatch(/\.ts\b|\.mjs|stack|TABLE_NAME/);
});

it('what a function without a route throws names its source, for the log line of Lambda', () => {
  const { answer } = run('events-publish', { Records: [] });
  expect(String(answer.thrown)).toMatch(/^the environment variable \w+ is not set$/);
  expect(firstLine(answer.stack)).toContain('throw new Error(`the environment variable');
});

it.each<readonly [state: string, map: string | undefined]>([
  ['missing', undefined],
  ['damaged', 'no map'],
])('with a %s map the answer is the same, and the stack names the bundle', (state, map) => {
  const directory = join(folder, state);
  cpSync(join(folder, 'bundle', 'system-health'), directory, { recursive: true });
  rmSync(join(directory, 'index.mjs.map.br'));
  if (map !== undefined) writeFileSync(join(directory, 'index.mjs.map.br'), map);

  const { answer, failed } = run('system-health', GET_HEALTH, directory);
  expect(answer).toMatchObject({ answer: { statusCode: 500 } });
  expect(failed.cause).toMatchObject({ message: expect.stringContaining('is not set'), stack: expect.stringContaining('index.mjs:') });
});
