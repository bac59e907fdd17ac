import { PACKAGE } from '../aws-model/used.ts';
import { type LockedPackage, lockedPackages } from './packages.ts';

/** `docs/licences.md`: what the product is made of, and under which licences. Without versions, so that it changes when a licence does. */
export const licencesDocument = (): string => {
  const production = lockedPackages().filter(({ isProduction }) => isProduction);

  return [
    '# Licences',
    '',
    'Generated from `package-lock.json` by `npm run generate`: the packages that are needed to run, synthesise or deploy. Those in bold are named in',
    '`package.json`; builds of a package for one platform are one row. `npm run check` refuses any package, also of the development tools, whose licence is not in',
    '[the list of accepted ones](../tools/licences/allowed.ts); `npm run -s sbom` lists versions and hashes.',
    '',
    '| package | licence |',
    '| --- | --- |',
    ...rowsOf(production),
    '',
    `Data of others: [packages/cdk-local/src/aws-model/constraints.json](../packages/cdk-local/src/aws-model/constraints.json) is extracted from ${PACKAGE.name} ${PACKAGE.version} (${PACKAGE.registry}),`,
    `Copyright 2012-2022 Amazon.com, Inc. or its affiliates, under ${PACKAGE.licence}; its texts of documentation were left out. Only the embedded runtime reads it.`,
    '',
  ].join('\n');
};

const rowsOf = (packages: readonly LockedPackage[]): readonly string[] => {
  const bold = new Set(packages.filter(({ isDirect }) => isDirect).map(rowName));
  const rows = packages.map(
    (entry) => `| ${bold.has(rowName(entry)) ? `**${rowName(entry)}**` : rowName(entry)} | ${entry.licence ?? 'unknown'} |`,
  );
  return [...new Set(rows)].toSorted((one, other) => (withoutBold(one) < withoutBold(other) ? -1 : 1));
};

// `@esbuild/linux-x64` and its twenty-five siblings are one row.
const rowName = ({ name, isPlatform }: LockedPackage): string => (isPlatform ? name.replace(/^(@[^/]+)\/.*$/, '$1/*') : name);

const withoutBold = (row: string): string => row.replaceAll('**', '');
