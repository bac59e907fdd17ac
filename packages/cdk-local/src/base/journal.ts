import { DatabaseSync } from 'node:sqlite';
import { createOwnFile } from './owner-only.ts';

/**
 * Values of one kind by id, in the order in which they came; each change is on file before the call
 * returns.
 */
export interface Collection<Value> {
  entries(): readonly (readonly [id: string, value: Value])[];
  put(id: string, value: Value): void;
  remove(id: string): void;
}

/** Keeps unfinished work over the end and the death of a process. */
export interface Journal {
  collection<Value>(kind: string): Collection<Value>;
  /** Lets the file go; what is put or removed after that is not kept. */
  close(): void;
}

/** A journal that another process has open. */
export class JournalInUse extends Error {
  override readonly name = 'JournalInUse';
}

const SQLITE_BUSY = 5;

/**
 * Opens a journal file (SQLite, mode 0600) for this process alone, or one that keeps nothing when
 * no file is named. The operating system holds the lock, so it ends with the process, however that
 * ends.
 * @throws {JournalInUse} at once when another process, or this one, has it open.
 */
export const openJournal = (file: string | undefined): Journal => {
  if (file === undefined) return { collection: () => NOTHING, close: () => undefined };
  const database = openDatabase(file);
  const select = database.prepare('SELECT id, value FROM kept WHERE kind = ? ORDER BY place');
  const upsert = database.prepare(
    'INSERT INTO kept (kind, id, value) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value',
  );
  const erase = database.prepare('DELETE FROM kept WHERE kind = ? AND id = ?');

  return {
    collection: <Value>(kind: string): Collection<Value> => ({
      entries: () => select.all(kind).map(({ id, value }) => [String(id), JSON.parse(String(value)) as Value] as const),
      put: (id, value) => void (database.isOpen && upsert.run(kind, id, JSON.stringify(value))),
      remove: (id) => void (database.isOpen && erase.run(kind, id)),
    }),
    close: () => (database.isOpen ? database.close() : undefined),
  };
};

const NOTHING: Collection<never> = { entries: () => [], put: () => undefined, remove: () => undefined };

/** A collection that keeps nothing. */
export const noCollection = <Value>(): Collection<Value> => NOTHING as Collection<Value>;

const openDatabase = (file: string): DatabaseSync => {
  // SQLite alone opens a file that there is: POSIX ends a process's locks on a file when any of its
  // descriptors of that file is closed.
  createOwnFile(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // A process that is killed loses nothing; a machine that loses power may lose the last moments.
    database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
      CREATE TABLE IF NOT EXISTS kept (place INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, id));
      BEGIN IMMEDIATE; COMMIT`);
    return database;
  } catch (error) {
    database.close();
    if ((error as { readonly errcode?: number }).errcode === SQLITE_BUSY) throw new JournalInUse(`${file} is in use`);
    throw new Error(`Cannot read ${file}: repair it, or remove it to start without what it kept`, { cause: error });
  }
};
