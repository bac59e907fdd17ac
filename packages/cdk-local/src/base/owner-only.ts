import { chmodSync, lstatSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STICKY = 0o1000;
const FOLDER = 0o700;
const FILE = 0o600;
/** What the runtime writes into a folder: its databases with what SQLite has beside them, its state files and their drafts, its key. */
const OURS = /^(?:runtime|tables|secrets|eventbridge|stream-checkpoints|signing-key)\.(?:db|json)(?:[-.].*)?$/;

/** A folder that every user of the machine shares, such as `/tmp`: closing it would take it from the others. */
export class SharedFolder extends Error {
  override readonly name = 'SharedFolder';
}

/**
 * Closes a folder (mode 0700), and the files in it that are the runtime's (mode 0600), to all other users, however open they were; does nothing on
 * Windows, which has no such modes.
 * @throws {SharedFolder} when the folder is one that all users share; nothing is changed then
 */
export const closeToOthers = (folder: string): void => {
  if (process.platform === 'win32') return;
  if (statSync(folder).mode & STICKY) throw new SharedFolder(`${folder} is a folder that all users share`);
  narrow(folder, FOLDER);
  // A link may lead to what is not the runtime's.
  for (const path of readdirSync(folder)
    .filter((name) => OURS.test(name))
    .map((name) => join(folder, name)))
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile()) narrow(path, FILE);
};

// Only the owner of a file changes its mode: one that is narrow enough may be somebody else's.
const narrow = (path: string, mode: number): void => {
  try {
    if (statSync(path).mode & 0o777 & ~mode) chmodSync(path, mode);
  } catch (error) {
    // A draft of another process has become what it was to be.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

/** Makes an empty file of mode 0600, unless there is a file. What is made first keeps its mode, and SQLite gives it to what it makes beside it. */
export const createOwnFile = (file: string): void => {
  try {
    writeFileSync(file, '', { flag: 'wx', mode: FILE });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};
