import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runExport } from '../../cli/export/run.ts';
import { openTokens, type Tokens } from '../../cli/shared/tokens.ts';
import { RESELLER } from './batch-server.ts';
import { type ListBehaviour, type ListServer, listServer } from './export-server.ts';
import { exportOptions } from './options-of.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How a command ended. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): void;
  /** Reads no more of what it prints. */
  stopReading(): void;
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

/** Starts a script with this Node. */
export const startScript = (script: string, args: readonly string[], { env = {}, node = [] }: StartOptions = {}): Running => {
  const child = spawn(process.execPath, [...node, script, ...args], { cwd: ROOT, env: { ...process.env, ...env } });
  child.stdin.end();
  // A reader that stops gets nothing.
  const printed = buffer(child.stdout).catch(() => Buffer.alloc(0));
  const ended = Promise.all([printed, text(child.stderr), once(child, 'exit')]);
  return {
    ended: ended.then(([stdout, stderr, [code]]) => ({ code, stdout: stdout.toString(), stderr }) as Ending),
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
  };
};

/** Exports in this process and returns what is written; rejects as the export does. */
export const exportFrom = async (
  { url }: { readonly url: string },
  args: readonly string[],
  { tokens = openTokens('token-of-the-test', undefined), stop = new AbortController() }: { tokens?: Tokens; stop?: AbortController } = {},
): Promise<string> => {
  const options = exportOptions(args, { TENANTRY_URL: url });
  const stream = new PassThrough();
  const written = buffer(stream).catch(() => Buffer.alloc(0));
  await runExport(options, { tokens, output: { stream, end: true }, onRow: () => {} }, stop);
  return (await written).toString();
};

/** The arguments of an export of the reseller of the server. */
export const ORGANIZATIONS = ['organizations', '--reseller', RESELLER] as const;

/** Servers, folders and commands of a test, which are gone after it. */
export interface ExportScene {
  server(count: number, behaviour?: ListBehaviour, rowAt?: (at: number) => object): Promise<ListServer>;
  folder(): string;
  /** Starts an export of the server's organizations. */
  start(server: { readonly url: string }, args: readonly string[], options?: StartOptions): Running;
}

/** Returns an organization as the API answers it. */
export const organizationAt = (at: number) => ({
  id: `id-${at}`,
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
  name: `Organization ${at}`,
  email: `it${at}@example.com`,
  allowedUsers: at,
  version: 1,
});

/** Sets the scene of each test of a file. */
export const exportScene = (): ExportScene => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of undo.splice(0).reverse()) await end();
  });
  return {
    async server(count, behaviour, rowAt = organizationAt) {
      const server = await listServer(count, rowAt, behaviour);
      undo.push(server.stop);
      return server;
    },
    folder() {
      const path = mkdtempSync(join(tmpdir(), 'tenantry-export-test-'));
      undo.push(() => rmSync(path, { recursive: true }));
      return path;
    },
    start(server, args, { env = {}, node = [] } = {}) {
      const own = { TENANTRY_URL: server.url, TENANTRY_TOKEN: 'token-of-the-test', ...env };
      const running = startScript('cli/tenantry.ts', ['export', ...ORGANIZATIONS, ...args], { env: own, node });
      undo.push(() => running.kill('SIGKILL'));
      return running;
    },
  };
};
