import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Cases, Outcome } from './cases.ts';

/** Verifies webhooks with the receiver of a language. */
export type Receiver = (cases: Cases) => Promise<readonly Outcome[]>;

/** A language in which there is a receiver to copy. */
export interface Language {
  readonly name: string;
  /** What is not on this machine, if something is not. */
  readonly missing: () => string | undefined;
  /** Builds the receiver with its driver in an empty folder. */
  readonly build: (folder: string) => Promise<Receiver>;
}

const DRIVERS = resolve('test/receiver/drivers');

type RunOptions = { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string };

const run = async (command: string, args: readonly string[], { cwd, env, input = '' }: RunOptions = {}): Promise<string> => {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
  const [output, errors]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise((done, fail) => child.on('error', fail).on('close', done));
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${output.join('').slice(-2000)}${errors.join('')}`);
  return output.join('');
};

/** Returns whether a command says a version of at least this one. */
const hasVersion = (command: string, args: readonly string[], form: RegExp, least: number): boolean => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const [, version] = form.exec(`${stdout ?? ''}${stderr ?? ''}`) ?? [];
  return Number(version) >= least;
};

const python: Language = {
  name: 'Python',
  missing: () => {
    if (!hasVersion('python3', ['--version'], /Python 3\.(\d+)/, 10)) return 'python3 of version 3.10 or later';
    const { status } = spawnSync('python3', ['-c', 'import cryptography.hazmat.primitives.asymmetric.ed25519']);
    return status === 0 ? undefined : 'the package cryptography for Python';
  },
  build: async () => {
    const env = { PYTHONPATH: resolve('receiver'), PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' };
    return async (cases) => JSON.parse(await run('python3', [join(DRIVERS, 'driver.py')], { env, input: JSON.stringify(cases) }));
  },
};

// A compiler that runs for a second does not pay back its own optimisation.
const BRIEF = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

const java: Language = {
  name: 'Java',
  missing: () => (hasVersion('javac', ['-version'], /javac (\d+)/, 17) ? undefined : 'javac of version 17 or later'),
  build: async (folder) => {
    const sources = (await readdir('receiver/java/tenantry')).map((file) => resolve('receiver/java/tenantry', file));
    const options = [...BRIEF.map((option) => `-J${option}`), '-encoding', 'UTF-8', '--release', '17'];
    await run('javac', [...options, '-d', folder, ...sources, join(DRIVERS, 'Driver.java')]);
    return async (cases) => {
      const output = await run('java', [...BRIEF, '-cp', folder, 'tenantry.Driver'], { input: JSON.stringify(cases) });
      return JSON.parse(output);
    };
  },
};

const go: Language = {
  name: 'Go',
  missing: () => (hasVersion('go', ['env', 'GOVERSION'], /go1\.(\d+)/, 21) ? undefined : 'go of version 1.21 or later'),
  build: async (folder) => {
    const module = join(folder, 'module');
    await mkdir(module);
    await cp('receiver/verify_webhook.go', join(module, 'verify_webhook.go'));
    for (const file of ['go.mod', 'driver_test.go']) await cp(join(DRIVERS, file), join(module, file));
    // Without dependencies, and with the compiler that is here, nothing is to be downloaded.
    const env = { CASES: join(folder, 'cases.json'), OUTCOMES: join(folder, 'outcomes.json'), GOPROXY: 'off', GOTOOLCHAIN: 'local' };
    await run('go', ['test', '-c', '-vet=off', '-o', join(folder, 'driver'), '.'], { cwd: module, env });
    return async (cases) => {
      await writeFile(env.CASES, JSON.stringify(cases));
      await run(join(folder, 'driver'), [], { cwd: module, env });
      return JSON.parse(await readFile(env.OUTCOMES, 'utf8'));
    };
  },
};

export const LANGUAGES = { python, java, go };
