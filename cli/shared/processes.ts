import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Child processes, each in a process group of its own. */
export interface Processes {
  /** Runs a script with this Node in the project's root, with this environment and no other. */
  run(
    script: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Ends all that run, with everything that they have started. */
  stop(): Promise<void>;
}

/** Opens the set of child processes; none runs yet. */
export const openProcesses = (): Processes => {
  const running = new Map<ChildProcess, Promise<unknown>>();
  return {
    async run(script, environment) {
      const child = spawn(process.execPath, script, {
        cwd: ROOT,
        env: { ...environment },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
        });
      }
      const closed = once(child, 'close') as Promise<[number | null]>;
      running.set(child, closed);
      const [code] = await closed;
      running.delete(child);
      return { code, output };
    },
    async stop() {
      for (const { pid } of running.keys()) if (pid !== undefined) endGroup(pid);
      await Promise.all(running.values());
    },
  };
};

const endGroup = (leader: number): void => {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // It ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
