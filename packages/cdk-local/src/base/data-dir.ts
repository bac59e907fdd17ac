import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Journal, JournalInUse, openJournal } from './journal.ts';
import { closeToOthers, DATA_FILES, SharedFolder } from './owner-only.ts';
import { stateFile } from './state-file.ts';

/** The process that uses a data directory. */
interface Holder {
  readonly pid: number;
  /** The address of its API, once it answers. */
  readonly url?: string;
}

/** A data directory that this process alone uses, or an empty one in memory. */
export interface DataDir {
  readonly journal: Journal;
  /**
   * Records the address of this runtime, for the message to another process that wants the
   * directory.
   */
  announce(url: string): void;
  stop(): void;
}

/**
 * Takes a data directory for this process, making it if need be; undefined keeps nothing. The lock
 * ends with the process, so there is no stale one. It is closed to other users of the machine: the
 * folder has mode 0700, what is kept in it 0600.
 * @throws {Error} a sentence that names the process that has it, or says why the folder cannot be
 * closed.
 */
export const openDataDir = async (folder: string | undefined): Promise<DataDir> => {
  if (folder === undefined) return { journal: openJournal(undefined), announce: () => undefined, stop: () => undefined };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeFolder(folder);
  const holder = stateFile<Holder | null>(join(folder, 'runtime.json'));
  const journal = await openAlone(folder, holder.read);
  holder.save({ pid: process.pid });
  return {
    journal,
    announce: (url) => holder.save({ pid: process.pid, url }),
    stop() {
      holder.save(null);
      journal.close();
    },
  };
};

const closeFolder = (folder: string): void => {
  try {
    closeToOthers(folder, DATA_FILES);
  } catch (error) {
    if (error instanceof SharedFolder) throw new Error(`The data directory ${error.message}: name a folder of your own.`, { cause: error });
    throw new Error(`The data directory ${folder} cannot be closed to other users: ${(error as Error).message}`, { cause: error });
  }
};

const openAlone = async (folder: string, readHolder: () => Holder | null | undefined): Promise<Journal> => {
  try {
    return openJournal(join(folder, 'runtime.db'));
  } catch (error) {
    if (!(error instanceof JournalInUse)) throw error;
    const who = words(await living(readHolder));
    throw new Error(`The data directory ${folder} is in use by another runtime${who}: stop it, or name another folder.`, { cause: error });
  }
};

/** Finds the living holder: a new one may not be recorded yet, and a recorded one may have died. */
const living = async (readHolder: () => Holder | null | undefined): Promise<Holder | undefined> => {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const holder = readHolder();
    if (holder && isAlive(holder.pid)) return holder;
    await delay(10);
  }
  return undefined;
};

const words = (holder: Holder | undefined): string => {
  if (holder === undefined) return '';
  return ` (process ${holder.pid}${holder.url === undefined ? '' : `, at ${holder.url}`})`;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
