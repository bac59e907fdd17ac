import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one run. */
export interface TemporaryFolder {
  readonly folder: string;
  remove(): void;
}

const folders = new Set<string>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends the process on a signal as at its own end, so that what it has to remove is removed. */
export const exitOnSignals = (): void => {
  for (const signal of SIGNALS)
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(128 + constants.signals[signal]));
};

/** Makes a folder that is removed at the end of the process, also when a signal ends it. */
export const temporaryFolder = (): TemporaryFolder => {
  if (folders.size === 0) removeAtTheEnd();
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
  folders.add(folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

const removeAtTheEnd = (): void => {
  exitOnSignals();
  process.once('exit', () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
};
