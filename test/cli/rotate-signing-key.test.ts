import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { type Keyring, keysOf, readKeyring } from '../../functions/signatures/keys.ts';
import { startSecret, type TestSecret } from '../../testing/secret.ts';

// Each run is a process of its own.
jest.setTimeout(60_000);

const SCRIPT = join(import.meta.dirname, '../../cli/tenantry.ts');

let secret: TestSecret;
beforeAll(async () => {
  secret = await startSecret();
});
afterAll(() => secret.stop());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...secret.environment };
    execFile(process.execPath, [SCRIPT, 'rotate-signing-key', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
const rotate = (...args: readonly string[]) => run('--secret', secret.arn, ...args);

const keyring = (): Keyring => readKeyring(secret.text ?? '');
const seedsOf = ({ current, next = '', previous = '' }: Keyring) => [current, next, previous].filter((seed) => seed !== '');

test('a rotation is three runs, each of which says what comes next and no seed', async () => {
  const before = secret.text;
  expect(await rotate()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\S{16} {2}signs\nNext: --step publish, at any time\.\n$/),
  });
  expect(await rotate('--step', 'publish', '--dry-run')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing was changed.'),
  });
  expect(secret.text).toBe(before);

  const outputs = [await rotate('--step', 'publish')];
  expect(keyring()).toMatchObject({ current: readKeyring(before ?? '').current, next: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(outputs[0]?.stdout).toMatch(/will sign\nNext: --step switch, from \S+Z on\.\n$/);
  const seeds = seedsOf(keyring());

  expect(await rotate('--step', 'switch')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^It is too early to switch: wait until/),
  });
  outputs.push(await rotate('--step', 'switch', '--force'), await rotate('--step', 'retire', '--force'));
  expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(keyring().current).toBe(seeds[1]);
  expect(keysOf(keyring()).published).toHaveLength(2);
  const told = JSON.stringify(outputs);
  expect(seeds.filter((seed) => told.includes(seed))).toEqual([]);
});

test.each([
  ['without a secret,', [], /^One of --stage and --secret is required/, 2],
  ['with a secret that does not exist,', ['--secret', 'x', '--step', 'publish'], /can't find the specified secret/, 1],
])('%s it says what is wrong', async (_, args, message, code) => {
  expect(await run(...args)).toMatchObject({ code, stderr: expect.stringMatching(message) });
});

test('a step or a number of days that is none changes nothing', async () => {
  const before = secret.text;
  expect(await rotate('--step', 'spin')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--step must be one of publish, switch, retire, not spin\nTry: '),
  });
  expect(await rotate('--step', 'publish', '--keep-days', 'x')).toMatchObject({ code: 2, stderr: expect.stringContaining('whole number') });
  expect(secret.text).toBe(before);
});

test('a secret that is not as it should be is refused without telling it', async () => {
  secret.text = `{"current":"${'a1'.repeat(31)}"}`;
  const { code, stdout, stderr } = await rotate('--step', 'publish');
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'the secret of the signing keys is not as it should be\n' });
});

test('--help needs nothing', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--step publish') });
});
