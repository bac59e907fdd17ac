import { statSync } from 'node:fs';

/** Returns whether a path is there and neither file nor folder, such as `/dev/null` or a pipe. */
export const isStream = (path: string): boolean => {
  try {
    const status = statSync(path);
    return !status.isFile() && !status.isDirectory();
  } catch {
    // It is not there yet, or opening it says what is wrong.
    return false;
  }
};
