import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { teardown } from '@tenantry/cdk-local/base/teardown';
import { temporaryDirectory } from '@tenantry/cdk-local/test/assembly-fixture';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { openIssuer } from '../../local/keys.ts';

const script = join(import.meta.dirname, '../../cli/tenantry.ts');
const runScript = async (...args: readonly string[]) => {
  const run = promisify(execFile)(process.execPath, [script, 'token', ...args]);
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
};

test('issuers that start together agree on one key, which only its owner may read', async () => {
  const state = temporaryDirectory();
  const issuers = await Promise.all(Array.from({ length: 5 }, () => openIssuer(join(state.directory, 'new'))));
  const sets = new Set(issuers.map((issuer) => JSON.stringify(issuer.jwks())));
  expect(sets.size).toBe(1);
  expect(statSync(join(state.directory, 'new', 'signing-key.json')).mode & 0o777).toBe(0o600);
  expect([...sets][0]).not.toContain('"d"');
  const token = await (await openIssuer(join(state.directory, 'new'))).mintToken({ permissions: [], expiresInSeconds: 5 });
  const verified = await jwtVerify(token, createLocalJWKSet(issuers[0]?.jwks() as JSONWebKeySet));
  expect(Number(verified.payload.exp) - Number(verified.payload.iat)).toBe(5);
  state.remove();
});

test('Git ignores the folder of the key, whatever the project ignores', async () => {
  const state = temporaryDirectory();
  await openIssuer(state.directory);
  expect(readFileSync(join(state.directory, '.gitignore'), 'utf8')).toBe('*\n');
  state.remove();
});

test('a folder that others could read is closed to them, and so is the key in it', async () => {
  const state = temporaryDirectory();
  const folder = join(state.directory, 'open');
  await openIssuer(folder);
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'signing-key.json'), 0o644);
  await openIssuer(folder);
  expect([folder, join(folder, 'signing-key.json')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
  state.remove();
});

describe('npx tenantry token', () => {
  test('prints the token and nothing else', async () => {
    const { stdout, stderr } = await runScript(
      '--permissions',
      'partner:read,reseller:read',
      '--partner',
      '5',
      '--subject',
      'me',
      '--expires-in',
      '60',
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(stdout.trim())).toMatchObject({ sub: 'me', permissions: ['partner:read', 'reseller:read'], partner_id: 5 });
  });

  test.each([
    ['an unknown permission', ['--permissions', 'partner:read,partner:eat'], 'Unknown permission: "partner:eat"'],
    ['an unknown flag', ['--permission', 'partner:read'], '--permission'],
    ['no permission', [], '--permissions is required'],
    ['a partner that is no number', ['--permissions', 'partner:read', '--partner', 'x'], '--partner must be a whole number'],
  ])('refuses %s with status 2', async (_, args, words) => {
    const { code, stdout, stderr } = await runScript(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  test('explains itself', async () => {
    expect((await runScript('--help')).stdout).toContain('reseller:organization:create');
  });
});

test('a teardown stops the last opened first, and what was still starting too', async () => {
  const stopped: string[] = [];
  const errors: unknown[] = [];
  const open = (name: string) => ({ stop: () => stopped.push(name) });
  const owned = teardown((error) => errors.push(error));
  const late = Promise.withResolvers<ReturnType<typeof open>>();
  await owned.own(Promise.resolve(open('first')));
  void owned.own(late.promise);
  await owned.own(Promise.reject(new Error('did not start'))).catch(() => undefined);
  await owned.own(Promise.resolve({ stop: () => Promise.reject(new Error('stuck')) }));
  const stopping = Promise.all([owned.stop(), owned.stop()]);
  late.resolve(open('late'));
  await stopping;
  expect(stopped).toEqual(['late', 'first']);
  expect(errors).toEqual([new Error('stuck')]);
});
