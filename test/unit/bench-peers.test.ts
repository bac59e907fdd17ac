import { readFileSync } from 'node:fs';
import manifest from '../../bench/peers/package.json' with { type: 'json' };
import lock from '../../bench/peers/package-lock.json' with { type: 'json' };
import own from '../../package.json' with { type: 'json' };

const packages = manifest.dependencies;

it('the packages of the peers have exact versions, which are those of the lock file', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(10);
  expect(Object.values(packages).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  expect(lock.packages[''].dependencies).toEqual(packages);
});

it('the lock file of the peers names no registry', () => {
  expect(readFileSync('bench/peers/package-lock.json', 'utf8')).not.toContain('"resolved"');
});

it('a package that the product has, too, is of the same version, because it is found first', () => {
  const all: Readonly<Record<string, string>> = { ...own.dependencies, ...own.devDependencies };
  const others = Object.entries(packages).filter(([name, version]) => (all[name] ?? version) !== version);
  expect(others).toEqual([]);
});
