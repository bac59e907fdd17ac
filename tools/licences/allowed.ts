import type { LockedPackage } from './packages.ts';

/** Licences (SPDX) that ask for no more than their notice to be kept; CC-BY-4.0 is that of data. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
]);

/**
 * Checks whether an SPDX expression offers an accepted licence; a nested expression is refused, for
 * a person to read.
 */
export const isAllowed = (expression = ''): boolean =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence)));

/** Lists the packages whose licence is unknown or not accepted. */
export const refusedPackages = (packages: readonly LockedPackage[]): readonly LockedPackage[] =>
  packages.filter(({ licence }) => !isAllowed(licence));
