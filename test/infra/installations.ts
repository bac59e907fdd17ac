import type { StageConfiguration } from '../../lib/configuration-schema.ts';
import { everyOption } from './every-option.ts';
import { jwt } from './stage-configuration.ts';

interface Installation {
  readonly stage: string;
  /** What stands over the configuration of stage-configuration.ts. */
  readonly changes: Partial<StageConfiguration>;
}

const { eventBusArn: _, ...withOwnBus } = everyOption;

/** The installations whose templates are looked into, each synthesised once for all tests. */
export const INSTALLATIONS = {
  dev: { stage: 'dev', changes: {} },
  prod: { stage: 'prod', changes: {} },
  changed: { stage: 'dev', changes: { busLogging: 'info', canary: { enabled: false }, restoreDays: 1 } },
  ownIssuer: { stage: 'dev', changes: { jwt: { ...jwt, permissionsClaim: 'roles' } } },
  everyOption: { stage: 'dev', changes: everyOption },
  /** For what an existing bus rules out. */
  ownBus: { stage: 'dev', changes: { ...withOwnBus, busLogging: 'info' } },
} as const satisfies Readonly<Record<string, Installation>>;

export type InstallationName = keyof typeof INSTALLATIONS;
