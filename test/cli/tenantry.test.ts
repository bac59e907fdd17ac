import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { COMMANDS, nearestCommand } from '../../cli/commands.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const tenantry = (...args: readonly string[]) =>
  new Promise<Ended>((resolve) => {
    execFile(process.execPath, ['cli/tenantry.ts', ...args], { env: { PATH: process.env.PATH } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

test('the help has a line for each command, whose script exists', async () => {
  const { code, stdout } = await tenantry('--help');
  expect(code).toBe(0);
  for (const [name, { script, does }] of Object.entries(COMMANDS)) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} +${does}$`, 'm'));
    expect({ script, exists: existsSync(`cli/${script}`) }).toEqual({ script, exists: true });
  }
});

test('without a command it says what there is, and fails', async () => {
  const { code, stdout } = await tenantry();
  expect(code).toBe(2);
  expect(stdout).toContain('npx tenantry <command>');
});

test('an unknown command is refused with the one that was probably meant', async () => {
  expect(await tenantry('docter')).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "doctor"?') });
  expect(['tokne', 'boot', 'rotate', 'constructor', 'frobnicate'].map(nearestCommand)).toEqual([
    ...['token', 'bootstrap', 'rotate-signing-key', undefined, undefined],
  ]);
});

test('a command is run with its options, and ends as its script does', async () => {
  expect(await tenantry('token', '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--permissions') });
  expect(await tenantry('token', '--permissions', 'nothing')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Unknown permission'),
  });
});

test('npm links the command from a folder of the project, so that npx downloads nothing', () => {
  const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly workspaces: readonly string[] };
  const { bin, dependencies } = JSON.parse(readFileSync('cli/package.json', 'utf8')) as {
    readonly bin: object;
    readonly dependencies?: object;
  };
  expect({ workspaces, bin, dependencies }).toEqual({ workspaces: ['cli', 'packages/*'], bin: { tenantry: 'tenantry.ts' } });
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: Readonly<Record<string, object>> };
  expect(packages['node_modules/tenantry-cli']).toEqual({ resolved: 'cli', link: true });
});
