/**
 * Installs what `npm run test:python` needs, by version and hash, for Python 3.10 or newer. Exits
 * with 75 (`EX_TEMPFAIL`) and the reason when this machine has no such Python, or PyPI does not
 * answer it.
 */
import { installPackages, NoPythonError } from '../../testing/python-packages.ts';
import { PACKAGES, REQUIREMENTS } from './python-packages.ts';

const CHECKED_NOTHING = 75;

try {
  installPackages({ requirements: REQUIREMENTS, folder: PACKAGES, minor: 10 });
} catch (error) {
  const isLacking = error instanceof NoPythonError;
  console.error(`${(error as Error).message}: the Python client was not tried.`);
  process.exit(isLacking ? CHECKED_NOTHING : 1);
}
