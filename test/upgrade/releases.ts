import { readRecorded } from '../../testing/recorded-release.ts';
import type { InstallationName } from '../infra/installations.ts';
import type { StatefulStack } from './stack-rules.ts';

/** The installations whose stateful stacks are recorded. */
export const RECORDED = ['prod', 'ownIssuer', 'everyOption'] as const satisfies readonly InstallationName[];

type RecordedName = (typeof RECORDED)[number];

/** What is recorded of a stateful stack beside its template. */
export type RecordedStacks = Readonly<Record<RecordedName, Omit<StatefulStack, 'template'>>>;

/** Returns the name of the file with the template of an installation. */
export const templateFile = (installation: RecordedName): string => `${installation}.data.template.json`;

/** Reads a stateful stack of the last recorded release. */
export const recordedStack = (installation: RecordedName): StatefulStack => ({
  ...readRecorded<RecordedStacks>('stacks.json')[installation],
  template: readRecorded(templateFile(installation)),
});
