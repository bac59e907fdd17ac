import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@tenantry/cdk-local/base/free-port';
import { UsageError } from '../cli/shared/usage-error.ts';
import type { Certificate } from './certificate.ts';
import { REQUIREMENTS, unpinnedPackages } from './pinned.ts';

/** An AWS emulator that takes calls at `endpoint`, over https and by what IAM allows. */
export interface Emulator {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The emulator cannot be had on this machine, for a reason that is no fault of the project. */
export class NoEmulatorError extends Error {}

const START_MS = 60_000;

/**
 * Installs the pinned MiniStack into `directory`, unless that has been done, and returns its
 * program.
 * @throws {NoEmulatorError} without Python 3.10 or a package index
 * @throws {UsageError} when the packages there are not the pinned ones
 */
export const installEmulator = async (directory: string): Promise<string> => {
  const run = promisify(execFile);
  const environment = join(directory, 'python');
  const program = join(environment, 'bin', 'ministack');
  // pip writes a program after the packages that it needs.
  if (existsSync(program)) {
    requirePinned(environment);
    return program;
  }
  try {
    await run('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']);
    await run('python3', ['-m', 'venv', environment]);
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      '--no-compile',
      '--require-hashes',
      '--only-binary',
      ':all:',
    ];
    await run(join(environment, 'bin', 'python'), [...pip, '--requirement', REQUIREMENTS]);
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new NoEmulatorError(`MiniStack cannot be installed: ${stderr.trim().split('\n').at(-1) || message}`);
  }
  return program;
};

const requirePinned = (environment: string): void => {
  const others = unpinnedPackages(environment);
  if (others.length === 0) return;
  throw new UsageError(
    `${environment} is not the MiniStack of emulator/requirements.txt: ${others.join(', ')}. Remove that folder, or name another.`,
  );
};

interface EmulatorOptions {
  readonly program: string;
  readonly directory: string;
  readonly region: string;
  readonly certificate: Certificate;
  /** The variables that lead its calls, and those of its functions, to the network of the suite. */
  readonly network: Readonly<Record<string, string>>;
}

/**
 * Starts MiniStack on a free port of 127.0.0.1, with IAM enforced and Node 24 for the functions.
 */
export const startEmulator = async ({ program, directory, region, certificate, network }: EmulatorOptions): Promise<Emulator> => {
  const port = await freePort();
  const log = join(directory, 'emulator.log');
  const output = openSync(log, 'w');
  const child = spawn(program, [], {
    cwd: directory,
    // A group of its own: what it starts for functions ends with it, and Ctrl-C reaches it through
    // the suite.
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
      ...{ BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), MINISTACK_HOST: 'localhost', MINISTACK_REGION: region },
      ...{ AUTH: 'true', USE_SSL: '1', MINISTACK_SSL_CERT: certificate.certificate, MINISTACK_SSL_KEY: certificate.key },
      ...{ TMPDIR: directory, STATE_DIR: join(directory, 'state'), HOME: directory, PYTHONDONTWRITEBYTECODE: '' },
      ...network,
    },
  });
  const emulator = { endpoint: `https://127.0.0.1:${port}`, stop: () => stop(child) };
  await waitUntilHealthy(emulator, child).catch(async (error: unknown) => {
    await emulator.stop();
    throw new Error(`MiniStack does not start: ${readFileSync(log, 'utf8').slice(-2000)}`, { cause: error });
  });
  return emulator;
};

const waitUntilHealthy = async ({ endpoint }: Emulator, child: ChildProcess): Promise<void> => {
  const deadline = AbortSignal.timeout(START_MS);
  for (;;) {
    if (child.exitCode !== null || deadline.aborted) throw new Error(`exit code ${child.exitCode}`);
    const answered = await new Promise<boolean>((resolve) => {
      const asked = request(`${endpoint}/_ministack/health`, (answer) => resolve(answer.resume().statusCode === 200));
      asked.on('error', () => resolve(false)).end();
    });
    if (answered) return;
    await setTimeout(100);
  }
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    process.kill(-(child.pid ?? 0), signal);
    if (await Promise.race([ended.then(() => true), setTimeout(5000, false, { ref: false })])) return;
  }
};
