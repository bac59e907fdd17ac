import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Random } from '../shared/random.ts';
import { functionProcesses, type System, tableServers } from '../system/system.ts';

const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
};

/** Strikes the processes of a system from outside. Each call says whether it hit any. */
export const processFaults = (system: System, random: Random) => {
  const frozen = new Set<number>();
  const functions = async () => functionProcesses(await system.processes());
  return {
    async killFunction(): Promise<boolean> {
      const all = await functions();
      return all.length > 0 && signal(random.pick(all).pid, 'SIGKILL');
    },
    /** Stops a process in the middle of its work, until `thaw`. */
    async freezeFunction(): Promise<boolean> {
      const all = await functions();
      if (all.length === 0) return false;
      const { pid } = random.pick(all);
      frozen.add(pid);
      return signal(pid, 'SIGSTOP');
    },
    thaw(): void {
      for (const pid of frozen) signal(pid, 'SIGCONT');
      frozen.clear();
    },
    async killTableServer(): Promise<boolean> {
      const [server] = tableServers(await system.processes());
      return server !== undefined && signal(server.pid, 'SIGKILL');
    },
    /** Lets the table server write no byte more, until `emptyDisk` (Linux). */
    async fillDisk(): Promise<boolean> {
      const [server] = tableServers(await system.processes());
      return server !== undefined && (await limitFiles(server.pid, '1'));
    },
    async emptyDisk(): Promise<boolean> {
      const [server] = tableServers(await system.processes());
      return server !== undefined && (await limitFiles(server.pid, 'unlimited'));
    },
  };
};

/** Sets the soft limit of a process by `prlimit` of util-linux; false where there is none. */
const limitFiles = (pid: number, most: string): Promise<boolean> =>
  promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${most}:unlimited`]).then(
    () => true,
    () => false,
  );
