import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { descendantsOf } from '../../testing/processes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A command of the project, run in a process group of its own as a terminal would. */
export interface Command {
  /** Everything it has printed so far. */
  output(): string;
  /**
   * Resolves with what was printed when `pattern` is in it; rejects when the command ends without.
   */
  printed(pattern: RegExp): Promise<string>;
  /** What Ctrl-C does: SIGINT to the whole group. */
  interrupt(): void;
  /** The exit code. */
  ended(): Promise<number | null>;
  /**
   * The ids of all processes that it has started, directly or not, and that are alive; of those
   * that run this program, if one is given.
   */
  descendants(program?: string): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** Starts a command in the project's root, or another folder; npm finds this Node. */
export const command = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = ROOT): Command => {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(program, args, { cwd, detached: true, env: { ...process.env, NODE_ENV: '', PATH: path, ...env } });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const output = outputOf(child);
  const ended = async () => (await closed)[0];

  return {
    output: output.text,
    printed: (pattern) =>
      Promise.race([output.holding(pattern), ended().then(() => Promise.reject(new Error(`It ended: ${output.text()}`)))]),
    interrupt: () => signal(child, 'SIGINT'),
    ended,
    descendants: async (program = '') =>
      (await descendantsOf(child.pid ?? 0)).filter((one) => one.program.includes(program)).map(({ pid }) => pid),
    async stop() {
      signal(child, 'SIGKILL');
      await closed;
    },
  };
};

const outputOf = (child: ChildProcess) => {
  let all = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      all += chunk;
      child.emit('printed');
    });
  }
  const holding = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(all)) await once(child, 'printed');
    return all;
  };
  return { text: () => all, holding };
};

const signal = ({ pid = 0 }: ChildProcess, name: NodeJS.Signals): void => {
  try {
    process.kill(-pid, name);
  } catch {
    // The group has ended already.
  }
};
