import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ResultLine } from '../../cli/import/result-line.ts';
import { until } from '../support/journey-until.ts';
import { type BatchServer, type Behaviour, batchServer, RESELLER } from './batch-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How a command ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  /** Resolves when it has said a text on standard error. */
  said(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ending>;
}

/** Servers, files and commands of a test, which are gone after it. */
export interface Scene {
  server(behaviour?: Behaviour): Promise<BatchServer>;
  file(name: string, content: string): string;
  /** Runs the command against a server. */
  start(server: { readonly url: string }, args: readonly string[], options?: StartOptions): Running;
}

interface StartOptions {
  readonly input?: string;
  /** Leaves standard input open for more. */
  readonly more?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Sets the scene of each test of a file. */
export const importScene = (): Scene => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of undo.splice(0).reverse()) await end();
  });
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'tenantry-import-'));
    undo.push(() => rmSync(path, { recursive: true }));
    return path;
  };

  return {
    async server(behaviour) {
      const server = await batchServer(behaviour);
      undo.push(server.stop);
      return server;
    },
    file(name, content) {
      const path = join(folder(), name);
      writeFileSync(path, content);
      return path;
    },
    start(server, args, options) {
      const running = startCommand(server.url, args, options);
      undo.push(() => running.kill('SIGKILL'));
      return running;
    },
  };
};

const startCommand = (url: string, args: readonly string[], { input, more = false, env }: StartOptions = {}): Running => {
  const own = { TENANTRY_URL: url, TENANTRY_TOKEN: 'token-of-the-test', ...env };
  const child = spawn(
    process.execPath,
    ['cli/tenantry.ts', 'import', ...(args.includes('--reseller') ? [] : ['--reseller', RESELLER]), ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...own },
    },
  );
  if (input !== undefined) child.stdin.write(input);
  if (!more) child.stdin.end();
  const [stdout, stderr] = [printedOn(child.stdout), printedOn(child.stderr)];
  return {
    said: (text) => until(`it to say ${text}`, () => stderr().includes(text)),
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([code, signal]) => ({ code, signal, stdout: stdout(), stderr: stderr() }) as Ending),
  };
};

const printedOn = (stream: Readable): (() => string) => {
  let all = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    all += chunk;
  });
  return () => all;
};

/** What the result file of an import holds. */
export const resultsOf = (file: string): readonly ResultLine[] =>
  readFileSync(file.endsWith('.results.jsonl') ? file : `${file}.results.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ResultLine);

/** A CSV of organizations, the first on line 2. */
export const csvOf = (rows: number): string =>
  ['name,email,allowedUsers', ...Array.from({ length: rows }, (_, at) => `Organization ${at},it${at}@example.com,${at}`), ''].join('\n');
