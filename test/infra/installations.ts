import type { StageConfiguration } from '../../lib/generated/stage-configuration.ts';
import { everyOption } from './every-option.ts';
import { jwt } from './stage-configuration.ts';

interface Installation {
  readonly stage: string;
  /** What stands over the configuration of stage-configuration.ts. */
  readonly changes: Partial<StageConfiguration>;
}

const { eventBusArn: _, ...withOwnBus } = everyOption;

/** As many operator endpoints as a configuration takes, with the longest of names. */
const webhooks: NonNullable<StageConfiguration['webhooks']> = Array.from({ length: 50 }, (_none, index) => ({
  name: `an-endpoint-of-the-operator-with-a-name-${index}`,
  url: 'https://hooks.acme.test/',
  events: ['partner.*'],
  auth: { type: 'api-key', header: 'X-Api-Key', secret: 'acme/hooks' },
}));

/** The stream of a table that was restored. */
export const RESTORED_STREAM = 'arn:aws:dynamodb:eu-west-1:111111111111:table/restored/stream/2026-11-22T14:15:22.000';

/** The installations whose templates are looked into, each synthesised once for all tests. */
export const INSTALLATIONS = {
  dev: { stage: 'dev', changes: {} },
  prod: { stage: 'prod', changes: {} },
  changed: {
    stage: 'dev',
    changes: {
      busLogging: 'info',
      canary: { enabled: false },
      restoreDays: 1,
      webhookQuota: 300,
      restoredTable: { streamArn: RESTORED_STREAM },
    },
  },
  ownIssuer: { stage: 'dev', changes: { jwt: { ...jwt, permissionsClaim: 'roles', clockToleranceSeconds: 5, operatorScope: 'platform' } } },
  everyOption: { stage: 'dev', changes: everyOption },
  everyEndpoint: { stage: 'dev', changes: { ...everyOption, webhooks } },
  /** For what an existing bus rules out. */
  ownBus: {
    stage: 'dev',
    changes: {
      ...withOwnBus,
      busLogging: 'info',
      subscriberAccounts: ['222222222222', '333333333333'],
      restoredTable: { streamArn: RESTORED_STREAM, keepFormer: false },
    },
  },
} as const satisfies Readonly<Record<string, Installation>>;

export type InstallationName = keyof typeof INSTALLATIONS;
