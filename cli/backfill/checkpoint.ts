import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../shared/usage-error.ts';

/** The place up to which everything has been sent. */
export interface Progress {
  /** The partners that are sent, each with its contacts. */
  readonly partners: readonly number[];
  /** The reseller that was begun last. */
  readonly reseller?: ResellerPlace;
}

/** A reseller, and the last of its organizations that is sent. */
export interface ResellerPlace {
  readonly id: string;
  readonly organization?: string;
  /** The last of its deleted ones; all others are sent then. */
  readonly deleted?: string;
  readonly isDone?: true;
}

/** The options that a backfill must be resumed with. */
export interface Scope {
  readonly to: string;
  readonly bus: string;
  readonly installation: string;
  readonly table: string;
  readonly events: readonly string[];
  readonly tenant: string | null;
  readonly withDeleted: boolean;
}

/** A backfill that is not complete. */
export interface Checkpoint {
  /** The id of the backfill, which its events name. */
  readonly id: string;
  readonly scope: Scope;
  readonly startedAt: string;
  readonly sent: Readonly<Record<string, number>>;
  readonly progress: Progress;
}

/** Opens the file of a checkpoint. */
export const checkpointFile = (path: string) => ({
  /**
   * Reads the checkpoint of this scope.
   * @throws {UsageError} when it cannot be read, or is of another backfill
   */
  resume: async (scope: Scope): Promise<Checkpoint> => {
    const checkpoint = await read(path);
    if (checkpoint === undefined) throw new UsageError(`There is no checkpoint ${path}: call it without --resume to begin.`);
    const names = Object.keys(scope) as (keyof Scope)[];
    const others = names.filter((name) => !isDeepStrictEqual(scopeIn(checkpoint)[name], scope[name]));
    if (others.length === 0) return checkpoint;
    throw new UsageError(`The checkpoint ${path} is of a backfill with another ${others.join(', ')}: resume it with the same options.`);
  },

  /** Refuses to begin where a backfill is unfinished. @throws {UsageError} */
  requireNone: async (): Promise<void> => {
    if ((await read(path)) === undefined) return;
    throw new UsageError(`${path} is of a backfill that is not complete: continue it with --resume, or delete the file to begin again.`);
  },

  /** Replaces the checkpoint: a reader finds the former one or this one, whole. */
  save: async (checkpoint: Checkpoint): Promise<void> => {
    const draft = `${path}.${randomUUID()}.partial`;
    try {
      await writeFile(draft, `${JSON.stringify(checkpoint)}\n`, { flag: 'wx', mode: 0o600, flush: true });
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
  },

  remove: (): Promise<void> => rm(path, { force: true }),
});

const scopeIn = (checkpoint: Partial<Checkpoint>): Partial<Scope> => checkpoint.scope ?? {};

const read = async (path: string): Promise<Checkpoint | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Checkpoint;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`The checkpoint ${path} cannot be read: ${(error as Error).message}`);
  }
};
