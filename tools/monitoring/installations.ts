import type { StageConfiguration } from '../../lib/generated/stage-configuration.ts';
import { sampleInstallation } from '../rights/sample-installation.ts';
import { type AlarmFacts, alarmsIn } from './alarms.ts';

/** The alarms of an installation, and what else a configuration adds. */
export interface InstallationAlarms {
  /** The option that it has, besides those of every installation. */
  readonly option?: string;
  readonly alarms: readonly AlarmFacts[];
}

/** The options that come with an alarm. */
const OPTIONS = {
  kmsKeyArn: {
    account: '111111111111',
    region: 'eu-west-1',
    kmsKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  backup: { backup: { retentionDays: 30 } },
  signingKeyRotationDays: { signingKeyRotationDays: 90 },
} as const satisfies Partial<Record<keyof StageConfiguration, Partial<StageConfiguration>>>;

/** Synthesises an installation, and one more for each option that comes with an alarm. */
export const installationsWithAlarms = (): readonly InstallationAlarms[] => [
  { alarms: alarmsIn(sampleInstallation()) },
  ...Object.entries(OPTIONS).map(([option, more]) => ({ option, alarms: alarmsIn(sampleInstallation(more)) })),
];
