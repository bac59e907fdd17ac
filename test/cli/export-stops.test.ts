import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOutput } from '../../cli/export/output.ts';
import { exportFrom, exportScene, ORGANIZATIONS } from './export-scene.ts';

const scene = exportScene();

/** A server that does not answer the fourth request, and when that comes. */
const serverThatStops = async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = await scene.server(100_000, {
    at: (request) => {
      if (request < 4) return undefined;
      resolve();
      return new Promise(() => {});
    },
  });
  return { server, asked };
};

test('Ctrl-C leaves the file that was there, and no other', async () => {
  const { server, asked } = await serverThatStops();
  const folder = scene.folder();
  const out = join(folder, 'organizations.csv');
  writeFileSync(out, 'of yesterday');
  const running = scene.start(server, ['--out', out, '--format', 'ndjson']);
  await asked;
  running.kill('SIGINT');
  expect(await running.ended).toEqual({ code: 130, stdout: '', stderr: 'The export stopped. It was interrupted.\n' });
  expect([readdirSync(folder), readFileSync(out, 'utf8')]).toEqual([['organizations.csv'], 'of yesterday']);
}, 20_000);

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s stops it as well',
  async (signal, code) => {
    const { server, asked } = await serverThatStops();
    const folder = scene.folder();
    const running = scene.start(server, ['--out', join(folder, 'organizations.ndjson')]);
    await asked;
    running.kill(signal);
    expect(await running.ended).toEqual({ code, stdout: '', stderr: 'The export stopped. It was interrupted.\n' });
    expect(readdirSync(folder)).toEqual([]);
  },
  20_000,
);

test("the draft of a file is new and its owner's, and can be discarded at once", async () => {
  const folder = scene.folder();
  const output = await openOutput(join(folder, 'organizations.csv'));
  const [draft = ''] = readdirSync(folder);
  expect(statSync(join(folder, draft)).mode & 0o777).toBe(0o600);
  const another = await openOutput(join(folder, 'organizations.csv'));
  expect(readdirSync(folder)).toHaveLength(2);
  output.discard();
  another.discard();
  expect(readdirSync(folder)).toEqual([]);
  await Promise.all([output.close(), another.close()]);
});

test('an export that is killed leaves nothing that looks complete', async () => {
  const { server, asked } = await serverThatStops();
  const folder = scene.folder();
  const running = scene.start(server, ['--out', join(folder, 'organizations.ndjson')]);
  await asked;
  running.kill('SIGKILL');
  await running.ended;
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^organizations\.ndjson\.[0-9a-f-]{36}\.partial$/)]);
}, 20_000);

test('an interrupted CSV writes nothing at all, because its rows wait for its header', async () => {
  const { server, asked } = await serverThatStops();
  const stop = new AbortController();
  const exported = exportFrom(server, ORGANIZATIONS, { stop });
  await asked;
  stop.abort();
  await expect(exported).rejects.toThrow('aborted');
});

test('a refusal of the API leaves no file, and ends with 1', async () => {
  const server = await scene.server(150, {
    fault: (request) => (request === 2 ? { status: 403, body: { code: 'permission-missing', detail: 'It may \u001b[2Jnot.' } } : undefined),
  });
  const folder = scene.folder();
  const { code, stdout, stderr } = await scene.start(server, ['--out', join(folder, 'organizations.csv')]).ended;
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: 'The export stopped. The API answered 403 permission-missing: It may \\u001b[2Jnot.\n',
  });
  expect(readdirSync(folder)).toEqual([]);
}, 20_000);

test('without a token nothing is begun', async () => {
  const out = join(scene.folder(), 'organizations.csv');
  const { code, stderr } = await scene.start({ url: 'https://api.example.com' }, ['--out', out], { env: { TENANTRY_TOKEN: '' } }).ended;
  expect({ code, stderr, exists: existsSync(out) }).toEqual({
    code: 2,
    stderr: expect.stringContaining('TENANTRY_TOKEN is not set'),
    exists: false,
  });
}, 20_000);

test('a file that cannot be written is said before anything is read', async () => {
  const folder = scene.folder();
  mkdirSync(join(folder, 'a'));
  await expect(openOutput(join(folder, 'no/organizations.csv'))).rejects.toThrow('The file cannot be written: ENOENT');
});

test('a reader that has enough ends it', async () => {
  const asked = Promise.withResolvers<void>();
  const server = await scene.server(100_000, { at: (request) => request > 3 && asked.resolve() });
  const running = scene.start(server, ['--format', 'ndjson']);
  await asked.promise;
  running.stopReading();
  expect(await running.ended).toMatchObject({ code: 1, stderr: 'The export stopped. write EPIPE\n' });
}, 20_000);
