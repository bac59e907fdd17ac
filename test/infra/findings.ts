import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PolicyValidationPluginReport, Validations } from 'aws-cdk-lib';

interface PluginReport {
  readonly pluginName: string;
  readonly violations: readonly {
    readonly ruleName: string;
    readonly violatingConstructs: readonly { readonly constructPath: string }[];
  }[];
  readonly suppressedViolations?: readonly { readonly acknowledgedId: string; readonly acknowledgedAt: string }[];
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data: unknown }[]>>;

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** What a pack of cdk-nag found: each rule at each construct. */
export const findingsOf = ({ violations }: PolicyValidationPluginReport) =>
  violations.flatMap(({ ruleName, violatingResources = [] }) =>
    violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, at: constructPath })),
  );

/** What each plugin found in an assembly. */
export const reportsIn = (directory: string): readonly PluginReport[] =>
  read<{ readonly pluginReports: readonly PluginReport[] }>(join(directory, 'validation-report.json')).pluginReports;

/** The findings that the constructs of an assembly let stand. */
export const acknowledgedIn = (directory: string) =>
  globSync(join(directory, '*.metadata.json'))
    .flatMap((file) => Object.entries(read<Metadata>(file)))
    .flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>).map(([id, reason]) => ({ at: path.slice(1), id, reason }))),
    );

/** Those of them that no plugin finds. */
export const unneededIn = (directory: string) => {
  const needed = reportsIn(directory).flatMap(({ suppressedViolations = [] }) => suppressedViolations);
  const found = new Set(needed.map(({ acknowledgedId, acknowledgedAt }) => `${acknowledgedAt} ${acknowledgedId}`));
  return acknowledgedIn(directory).filter(({ at, id }) => !found.has(`${at} ${id}`));
};

export const isSentence = (reason: string): boolean => /^[A-Z].{15,}\.$/.test(reason);
