import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../base/free-port.ts';
import { dynamoDbExecutable } from './executable.ts';

/** A running DynamoDB-compatible server; `stop` resolves when its process has ended. */
export interface DynamoDbServer {
  readonly url: string;
  /** Resolves when the server is no more, stopped or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const attempts = 3;
const readyWithinMs = 5_000;
const stopWithinMs = 500;

/** Options of {@link startDynamoDb}. */
export interface ServerOptions {
  /** The database file; in memory without it. */
  readonly file?: string | undefined;
  /** A loopback port; any free one unless given. */
  readonly port?: number | undefined;
}

/** Starts the native server; throws with the server's own words when it does not come up. */
export const startDynamoDb = async ({ file, port: wanted }: ServerOptions = {}): Promise<DynamoDbServer> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort());
    const child = spawnGuarded(dynamoDbExecutable(), ['--host', '127.0.0.1', '--port', String(port), ...(file ? ['--db-path', file] : [])]);
    const ended = endOf(child);
    const url = `http://127.0.0.1:${port}`;
    const failure = await ready(child, url);
    if (!failure) return { url, ended, stop: () => stop(child) };
    await stop(child);
    // Another process can take the port between finding it and using it, or still have it.
    if (attempt === attempts) throw new Error(`The DynamoDB server did not start: ${failure}`);
  }
};

/** A server that is already running and belongs to someone else: `stop` leaves it alone. */
export const externalDynamoDb = (url: string): DynamoDbServer => ({
  url,
  ended: new Promise(() => undefined),
  stop: async () => undefined,
});

/**
 * The child leads its own process group, so that Ctrl-C reaches only the parent, which drains
 * first. On POSIX a shell holds the other end of a pipe and ends the server when the parent has
 * gone, however it went.
 */
const spawnGuarded = (executable: string, options: readonly string[]): ChildProcess => {
  const stdio: ['pipe', 'ignore', 'pipe'] = ['pipe', 'ignore', 'pipe'];
  if (process.platform === 'win32') return spawn(executable, options, { stdio, env: {}, windowsHide: true });
  // Beyond a limit of the size of files a write then fails, as on a full disk.
  const guard =
    'trap "" XFSZ; exec 3<&0; "$@" 3<&- </dev/null & server=$!; { read -r _ <&3; kill -9 $server; } 2>/dev/null & exec 3<&-; wait $server';
  return spawn('/bin/sh', ['-c', guard, 'dynamodb', executable, ...options], { stdio, env: {}, detached: true });
};

/**
 * Resolves at the end of the shell or the server, and ends the other: it would keep the port, or
 * kill a process that reuses the id.
 */
const endOf = async (child: ChildProcess): Promise<void> => {
  await new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  // A group keeps its id while somebody is in it. After a stop nobody is, since the shells end
  // themselves, and the id may be anybody's.
  const hasStopped = child.stdin?.writableEnded === true && child.signalCode === null;
  if (hasStopped || process.platform === 'win32' || child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has no process left.
  }
};

const ready = async (child: ChildProcess, url: string): Promise<string | undefined> => {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = `${words}${chunk}`.slice(-2_000);
  });
  const ended = once(child, 'exit').then(
    () => true,
    () => true,
  );
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    if (await answers(url)) return undefined;
    if (await Promise.race([ended, delay(10, false)])) return words.trim() || 'its process ended at once';
  }
  return `no answer within ${readyWithinMs} ms. ${words.trim()}`;
};

const answers = async (url: string): Promise<boolean> => {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' };
  return fetch(url, { method: 'POST', headers, body: '{}' }).then(
    (response) => response.text().then(() => true),
    () => false,
  );
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  if (process.platform === 'win32') child.kill();
  child.stdin?.end();
  const inTime = await Promise.race([ended.then(() => true), delay(stopWithinMs, false, { ref: false })]);
  if (!inTime) {
    child.kill('SIGKILL');
    await ended;
  }
};
