import { chmodSync, lstatSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STICKY = 0o1000;
const FOLDER = 0o700;
const FILE = 0o600;
/**
 * The files of a data directory: databases with what SQLite has beside them, state files and their
 * drafts.
 */
export const DATA_FILES = /^(?:runtime|tables|secrets|eventbridge|stream-checkpoints)\.(?:db|json)(?:[-.].*)?$/;

/**
 * A folder that every user of the machine shares, such as `/tmp`: closing it would take it from the
 * others.
 */
export class SharedFolder extends Error {
  override readonly name = 'SharedFolder';
}

/**
 * Closes a folder (mode 0700), and the files in it whose names match (mode 0600), to all other
 * users; does nothing on Windows, which has no such modes.
 *
 * @throws {SharedFolder} when all users share the folder; nothing is changed then
 */
export const closeToOthers = (folder: string, names: RegExp): void => {
  if (process.platform === 'win32') return;
  if (statSync(folder).mode & STICKY) throw new SharedFolder(`${folder} is a folder that all users share`);
  narrow(folder, FOLDER);
  // A link may lead to a file of somebody else.
  for (const path of readdirSync(folder)
    .filter((name) => names.test(name))
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

/**
 * Makes an empty file of mode 0600, unless there is a file. What is made first keeps its mode, and
 * SQLite gives it to what it makes beside it.
 */
export const createOwnFile = (file: string): void => {
  try {
    writeFileSync(file, '', { flag: 'wx', mode: FILE });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};
