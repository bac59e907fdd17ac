import { readFileSync } from 'node:fs';

/** A package as the lock file pins it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence?: string;
  /** Needed to run, synthesise or deploy, and not only to develop. */
  readonly isProduction: boolean;
  /** Named in package.json itself. */
  readonly isDirect: boolean;
  /** Built for some platforms only. */
  readonly isPlatform: boolean;
}

interface Entry {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly os?: unknown;
  readonly link?: boolean;
  readonly dependencies?: object;
  readonly optionalDependencies?: object;
}

/** Lists every package of package-lock.json, which is the same on every machine. */
export const lockedPackages = (file = new URL('../../package-lock.json', import.meta.url)): readonly LockedPackage[] => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { readonly packages: Readonly<Record<string, Entry>> };
  const { '': project, ...pinned } = packages;
  const direct = new Set(namedIn(project).map((name) => `node_modules/${name}`));

  // Folders of the project itself, and the links to them, are not of others.
  const others = Object.entries(pinned).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  return others.map(([path, { version, license, dev, devOptional, os }]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version,
    ...(license !== undefined && { licence: license }),
    isProduction: !dev && !devOptional,
    isDirect: direct.has(path),
    isPlatform: os !== undefined,
  }));
};

const namedIn = (project: Pick<Entry, 'dependencies' | 'optionalDependencies'> = {}): readonly string[] =>
  Object.keys({ ...project.dependencies, ...project.optionalDependencies });
