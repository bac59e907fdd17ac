import { PACKAGE } from '../aws-model/used.ts';
import { item, paragraph } from '../documents/markdown.ts';
import { type LockedPackage, lockedPackages } from './packages.ts';

/**
 * Returns `docs/licences.md`: the packages of the product by licence. Without versions, so that it
 * changes when a licence does.
 */
export const licencesDocument = (): string => {
  const production = lockedPackages().filter(({ isProduction }) => isProduction);
  const licences = [...new Set(production.map(licenceOf))].toSorted(byName);

  return [
    ...INTRODUCTION,
    '',
    ...licences.flatMap((licence) => item(`**${licence}**: ${namesOf(production.filter((one) => licenceOf(one) === licence)).join(', ')}`)),
    '',
    ...DATA,
    '',
  ].join('\n');
};

const INTRODUCTION = [
  '# Licences',
  '',
  ...paragraph(
    'Generated from `package-lock.json` by `npm run generate`: the packages that run, synthesise or deploy the product. `package.json` names ' +
      'those in code type. Builds for one platform stand once, with `*`. `npm run check` refuses any package whose licence is ' +
      '[not accepted](../tools/licences/allowed.ts); `npm run -s sbom` lists versions and hashes.',
  ),
];

const DATA = paragraph(
  `Data of others, which only the embedded runtime reads: [constraints.json](../packages/cdk-local/src/aws-model/constraints.json), extracted from ` +
    `${PACKAGE.name} ${PACKAGE.version} (${PACKAGE.registry}) without its documentation. Copyright 2012-2022 Amazon.com, Inc. or its affiliates, ${PACKAGE.licence}.`,
);

const byName = (one: string, other: string): number => (one < other ? -1 : 1);

const licenceOf = ({ licence = 'unknown' }: LockedPackage): string => licence;

/** Returns the names of packages in order, each once; those that package.json names as code. */
const namesOf = (packages: readonly LockedPackage[]): readonly string[] => {
  const direct = new Set(packages.filter(({ isDirect }) => isDirect).map(groupName));
  return [...new Set(packages.map(groupName))].toSorted(byName).map((name) => (direct.has(name) ? `\`${name}\`` : name));
};

// `@esbuild/linux-x64` and its twenty-five siblings are one entry.
const groupName = ({ name, isPlatform }: LockedPackage): string => (isPlatform ? name.replace(/^(@[^/]+)\/.*$/, '$1/*') : name);
