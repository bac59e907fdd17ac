import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A process of this machine, and the program that it runs. */
export interface RunningProcess {
  readonly pid: number;
  readonly rssKb: number;
  readonly program: string;
}

/** The processes that one has started, directly or not, and that are alive (POSIX `ps`). */
export const descendantsOf = async (pid: number): Promise<readonly RunningProcess[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm=']);
  const all = stdout.split('\n').map((line) => {
    const [id, parent, rssKb, ...program] = line.trim().split(/ +/);
    return { pid: Number(id), parent: Number(parent), rssKb: Number(rssKb), program: program.join(' ') };
  });
  const below = (parent: number): readonly RunningProcess[] =>
    all.filter((one) => one.parent === parent).flatMap(({ parent: _, ...one }) => [one, ...below(one.pid)]);
  return below(pid);
};

/** Whether the process is alive. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
