import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** More stages and changes than one works on at once. */
const MOST_ENTRIES = 50;

/** Remembers which templates a check found nothing wrong with, as empty files of one folder. */
export const acceptedTemplates = (folder: string, checkVersion: string) => {
  const entryOf = (templatePaths: readonly string[]): string => {
    const hash = createHash('sha256').update(checkVersion);
    for (const path of templatePaths) hash.update('\0').update(createHash('sha256').update(readFileSync(path)).digest());
    return join(folder, hash.digest('hex'));
  };

  return {
    /** True when the same check accepted templates with the very same text. */
    has: (templatePaths: readonly string[]): boolean => statSync(entryOf(templatePaths), { throwIfNoEntry: false }) !== undefined,

    /** True when nothing was accepted yet. */
    isEmpty: (): boolean => !existsSync(folder) || readdirSync(folder).length === 0,

    /** Adds templates; without a right to write, the next synthesis checks them again. */
    add(templatePaths: readonly string[]): void {
      try {
        // `.tenantry`, which this may make, also has keys.
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(entryOf(templatePaths), '');
        removeOldest(folder);
      } catch {}
    },
  };
};

const removeOldest = (folder: string): void => {
  const entries = readdirSync(folder).map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  for (const { path } of entries.toSorted((one, other) => other.at - one.at).slice(MOST_ENTRIES)) rmSync(path, { force: true });
};
