import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The versions and hashes of what generates the Python client and what it runs on. */
export const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);

/** Where they are installed: of no version of before, and found again by the next run. */
export const PACKAGES = join(import.meta.dirname, `../../node_modules/.cache/tenantry-python-${version}`);

/** The interpreter, as this system calls it. */
export const PYTHON = process.platform === 'win32' ? 'python' : 'python3';
