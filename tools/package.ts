/**
 * `npm run package`: builds the package `tenantry` and packs it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseOnce } from '../cli/shared/parse-once.ts';
import { buildPackage } from './package/build.ts';

const USAGE = `Builds the package \`tenantry\` and packs it as a tarball.

  npm run package -- [options]

  --destination <folder>  where the tarball is written (the working directory)
  --without-types         leaves out the declarations for TypeScript: to try something, in half the
                          time
  --help                  shows this
`;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

// esbuild's process is short: collecting its garbage would be a fifth of its work.
process.env.GOGC ??= 'off';

const { values } = parseOnce({
  options: {
    destination: { type: 'string', default: '.' },
    'without-types': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(USAGE);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-package-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  buildPackage(ROOT, folder, { withoutTypes: values['without-types'], say: (step) => console.log(step) });
  const options = ['--pack-destination', resolve(values.destination), '--json', '--loglevel', 'error'];
  const packed = execFileSync('npm', ['pack', folder, ...options], { encoding: 'utf8', shell: process.platform === 'win32' });
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(packed) as [Packed];
  console.log(`${filename}: ${entryCount} files, ${megabytes(size)} packed, ${megabytes(unpackedSize)} unpacked`);
}
