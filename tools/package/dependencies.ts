type Versions = Readonly<Record<string, string>>;

/** The dependencies that a package declares. */
export interface Declared {
  readonly dependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly peerDependencies?: Versions;
}

/**
 * Returns what is wrong with the declared dependencies, a sentence each: imported and not declared,
 * declared and not used, or of another version than the repository is tested with.
 */
export const dependencyFaults = (
  imported: readonly string[],
  declared: Declared,
  tested: Versions,
  used: readonly string[],
): readonly string[] => {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = declared;
  const known = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  return [
    ...imported.filter((name) => !(name in known)).map((name) => `${name} is imported and not declared`),
    ...Object.keys(dependencies)
      .filter((name) => !imported.includes(name) && !used.includes(name))
      .map((name) => `${name} is declared and not imported`),
    ...Object.entries({ ...dependencies, ...optionalDependencies })
      .filter(([name, version]) => name in tested && tested[name] !== version)
      .map(([name, version]) => `${name} is declared as ${version} and tested as ${tested[name]}`),
  ];
};
