/**
 * Loaded with `--import`: at its end, the process adds the paths of all files that it read or
 * loaded as modules to the file that `TENANTRY_RECORDED_READS` names.
 */
import fs from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

const reads = new Set<string>();
const note = (file: unknown): void => {
  if (file instanceof URL) reads.add(fileURLToPath(file));
  else if (typeof file === 'string') reads.add(file.startsWith('file:') ? fileURLToPath(file) : file);
};

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) note(url.replace(/[?#].*$/, ''));
    return next(url, context);
  },
});

type Read = (file: unknown, ...more: readonly unknown[]) => unknown;

for (const [module, names] of [
  [fs, ['readFileSync', 'readFile', 'openSync', 'createReadStream']],
  [fs.promises, ['readFile', 'open']],
] as const) {
  const reading = module as unknown as Record<string, Read>;
  for (const name of names) {
    const read = reading[name] as Read;
    reading[name] = (file, ...more) => {
      note(file);
      return read.call(module, file, ...more);
    };
  }
}
syncBuiltinESMExports();

process.on('exit', () => {
  const { TENANTRY_RECORDED_READS: file } = process.env;
  if (file) fs.appendFileSync(file, [...reads].map((path) => `${path}\n`).join(''));
});
