import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAllowed, refusedPackages } from '../../tools/licences/allowed.ts';
import { lockedPackages } from '../../tools/licences/packages.ts';

it.each<[string | undefined, boolean]>([
  ['MIT', true],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['GPL-3.0-or-later OR MIT', true],
  ['MIT AND Apache-2.0', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE.md', false],
  ['UNLICENSED', false],
  ['', false],
  [undefined, false],
])('the licence %s: accepted is %s', (expression, expected) => {
  expect(isAllowed(expression)).toBe(expected);
});

it('a package of the lock file without a known licence is named, wherever it stands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  const packages = {
    '': { dependencies: { good: '1.0.0' } },
    'node_modules/good': { version: '1.0.0', license: 'MIT' },
    'node_modules/good/node_modules/@some/other': { version: '2.0.0' },
    'node_modules/tool': { version: '3.0.0', license: 'AGPL-3.0-only', dev: true },
  };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  const locked = lockedPackages(pathToFileURL(join(folder, 'package-lock.json')));
  rmSync(folder, { recursive: true });

  expect(locked.map(({ name, isDirect, isProduction }) => [name, isDirect, isProduction])).toEqual([
    ['good', true, true],
    ['@some/other', false, true],
    ['tool', false, false],
  ]);
  expect(refusedPackages(locked).map(({ name, version }) => `${name} ${version}`)).toEqual(['@some/other 2.0.0', 'tool 3.0.0']);
});

it('every package that the project pins is under an accepted licence', () => {
  expect(refusedPackages(lockedPackages())).toEqual([]);
});
