import { join } from 'node:path';
import { packagesFolder } from '../../testing/python-packages.ts';

/** The versions and hashes of what generates the Python client and what it runs on. */
export const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Where they are installed. */
export const PACKAGES = packagesFolder('python', REQUIREMENTS);
