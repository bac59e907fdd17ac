import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen } from '@tenantry/cdk-local/http-api/listener';
import { functionEnvironment } from '../../local/function-environment.ts';
import { namingPort } from '../../local/preflight.ts';

const START = fileURLToPath(new URL('../../cli/tenantry.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a start that is interrupted while it synthesises ends with 0, and prints no error', async () => {
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'node -e "setTimeout(() => {}, 60000)"' }));
  // A group of its own, which a terminal sends the signal to.
  const env = { ...process.env, PORT: '0', TMPDIR: folder };
  const child = spawn(process.execPath, [START, 'start'], { cwd: folder, env, detached: true });
  const [out, errors]: [string[], string[]] = [[], []];
  const synthesising = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(String(chunk));
      if (out.join('').includes('Synthesising')) resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => errors.push(String(chunk)));
  const ended = once(child, 'close');
  await Promise.race([synthesising, ended]);
  process.kill(-Number(child.pid), 'SIGINT');

  expect(await ended).toEqual([0, null]);
  expect(errors.join('')).toBe('');
  expect(out.join('')).toMatch(/Looking for changes …\n.*first time …\n\nStopping …\n$/);
});

test('a port that is taken is said in one way, whenever it is taken', async () => {
  const { url, stop } = await listen(0);
  const port = new URL(url).port;
  await expect(namingPort(() => listen(Number(port)))).rejects.toThrow(
    `Port ${port} is already in use: stop what listens there, or choose another one: PORT=<port>.`,
  );
  await stop();
});

test('another failure stays as it is', async () => {
  const failure = new Error('disk on fire');
  await expect(namingPort(() => Promise.reject(failure))).rejects.toBe(failure);
});

test.each([
  ['ERROR', { LOG_LEVEL: 'ERROR' }],
  ['warn', { LOG_LEVEL: 'WARN' }],
  ['verbose', {}],
  [undefined, {}],
])('LOG_LEVEL=%s of a start is what its functions get, when they know it', (level, given) => {
  expect(functionEnvironment({ ...(level !== undefined && { LOG_LEVEL: level }), PORT: '0' })).toEqual(given);
});
