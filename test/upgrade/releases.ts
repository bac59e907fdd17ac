import { readdirSync, readFileSync } from 'node:fs';
import type { InstallationName } from '../infra/installations.ts';
import type { StatefulStack } from './stack-rules.ts';

/** The folder with one folder for each recorded release. */
export const RELEASES = new URL('releases/', import.meta.url);

/** The installations whose stateful stacks are recorded. */
export const RECORDED = ['prod', 'ownIssuer', 'everyOption'] as const satisfies readonly InstallationName[];

type RecordedName = (typeof RECORDED)[number];

/** What is recorded of a stateful stack beside its template. */
export type RecordedStacks = Readonly<Record<RecordedName, Omit<StatefulStack, 'template'>>>;

/** Orders versions as Semantic Versioning does, except among pre-releases of one version. */
export const compareVersions = (one: string, other: string): number => {
  const parts = (version: string) => version.split('-', 1)[0]?.split('.').map(Number) ?? [];
  const [left, right] = [parts(one), parts(other)];
  const difference = left.map((part, index) => part - (right[index] ?? 0)).find((each) => each !== 0);
  return difference ?? Number(other.includes('-')) - Number(one.includes('-'));
};

/** Returns the last recorded release. */
export const latestRelease = (): string => {
  const [latest] = readdirSync(RELEASES).toSorted((one, other) => compareVersions(other, one));
  if (latest === undefined) throw new Error('No release is recorded: run npm run record-release');
  return latest;
};

/** Returns the name of the file with the template of an installation. */
export const templateFile = (installation: RecordedName): string => `${installation}.data.template.json`;

/** Reads a file of the last recorded release. */
export const readRecorded = <T>(file: string): T => JSON.parse(readFileSync(new URL(`${latestRelease()}/${file}`, RELEASES), 'utf8')) as T;

/** Reads a stateful stack of the last recorded release. */
export const recordedStack = (installation: RecordedName): StatefulStack => ({
  ...readRecorded<RecordedStacks>('stacks.json')[installation],
  template: readRecorded(templateFile(installation)),
});
