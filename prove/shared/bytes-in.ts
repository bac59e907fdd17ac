import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the bytes of the files of a folder, some of which may go meanwhile. */
export const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true }).reduce(
    (sum, name) => sum + (statSync(join(folder, String(name)), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
