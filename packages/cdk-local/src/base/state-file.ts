import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Something kept in a JSON file of one's own (mode 0600), or in memory when no file is named. */
export interface StateFile<State> {
  /**
   * Returns what was saved last, undefined when nothing was; throws, naming the file, when it
   * cannot be read.
   */
  read(): State | undefined;
  /** Replaces the content as a whole, before it returns. */
  save(state: State): void;
}

/** Opens a state file; its folder is made, for this user only, with the first save. */
export const stateFile = <State>(file: string | undefined): StateFile<State> => ({
  read: () => (file === undefined ? undefined : (parsed(file) as State | undefined)),
  save: (state) => (file === undefined ? undefined : replace(file, JSON.stringify(state))),
});

const parsed = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // A parser's own words quote the text, which may hold secrets.
    const cause = error instanceof SyntaxError ? 'it is not valid JSON' : error;
    throw new Error(`Cannot read ${file}: repair it, or remove it to start without what it kept`, { cause });
  }
};

/** A rename is atomic: a reader, or a restart after a crash, sees the old file or the new one. */
const replace = (file: string, content: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
};
