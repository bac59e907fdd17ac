import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The file that pins the packages of the emulator. */
export const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));

// As Python compares the names of packages.
const normalized = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

const pinnedVersions = (): ReadonlyMap<string, string> =>
  new Map([...readFileSync(REQUIREMENTS, 'utf8').matchAll(/^([\w.-]+)==(\S+)/gm)].map(([, name = '', version = '']) => [name, version]));

/** Reads the versions of the packages in an environment of Python, from what pip leaves of each. */
const installedVersions = (environment: string): ReadonlyMap<string, string> => {
  const lib = join(environment, 'lib');
  const folders = existsSync(lib) ? readdirSync(lib).map((python) => join(lib, python, 'site-packages')) : [];
  const entries = folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder));
  const packages = entries.flatMap((entry) => {
    const [, name, version] = /^(.+)-([^-]+)\.dist-info$/.exec(entry) ?? [];
    return name === undefined || version === undefined ? [] : [[normalized(name), version] as const];
  });
  return new Map(packages);
};

/**
 * Returns a line for each pinned package that an environment of Python has in another version, or
 * not at all.
 */
export const unpinnedPackages = (environment: string): readonly string[] => {
  const installed = installedVersions(environment);
  return [...pinnedVersions()].flatMap(([name, version]) => {
    const found = installed.get(normalized(name));
    return found === version ? [] : [`${name} ${found ?? 'is missing'} (pinned: ${version})`];
  });
};
