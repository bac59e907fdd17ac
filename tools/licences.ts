/**
 * Checks that every package of the lock file is under a licence that the project accepts; one that
 * is not is named, and fails.
 */
import { refusedPackages } from './licences/allowed.ts';
import { lockedPackages } from './licences/packages.ts';

const packages = lockedPackages();
const refused = refusedPackages(packages);

for (const { name, version, licence } of refused) {
  console.error(
    `${name} ${version}: ${licence === undefined ? 'the lock file names no licence' : `the licence ${licence} is not accepted`}`,
  );
}
if (refused.length > 0) {
  console.error('Accepted licences are listed in tools/licences/allowed.ts.');
  process.exit(1);
}
console.log(`${packages.length} packages, all under accepted licences`);
