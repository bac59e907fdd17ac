import { existsSync, readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The resources that a process has in use. */
export interface ProcessFigures {
  readonly rssKb: number;
  readonly heapKb: number;
  /** The number of what keeps the event loop alive, by its kind. */
  readonly handles: Readonly<Record<string, number>>;
  /** Absent where there is no `/proc`. */
  readonly openFiles?: number;
}

/** Returns the figures of this process. */
export const processFigures = (): ProcessFigures => {
  const { rss, heapUsed } = process.memoryUsage();
  const handles: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  const openFiles = countOpenFiles('self');
  return { rssKb: kibibytes(rss), heapKb: kibibytes(heapUsed), handles, ...(openFiles !== undefined && { openFiles }) };
};

/** Counts the open files of a process; undefined where there is no `/proc`, or no such process. */
export const countOpenFiles = (pid: number | 'self'): number | undefined => {
  const folder = `/proc/${pid}/fd`;
  return existsSync(folder) ? readdirSync(folder).length : undefined;
};

/** Collects the garbage of this process now, which Node.js only does when a flag allows it. */
export const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
};

const kibibytes = (bytes: number): number => Math.round(bytes / 1024);
