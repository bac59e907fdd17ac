import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { OperationSetting } from '../../functions/shared/operation.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/** The source of the settings of operations. */
export interface Installation {
  readonly configuration: Configuration;
  readonly stage: string;
  readonly bus: IEventBus;
}

const VALUES: Readonly<Record<OperationSetting, (installation: Installation) => unknown>> = {
  BATCHES_AT_ONCE: ({ configuration }) => configuration.batchesAtOnce,
  DELIVERY_LOG_DAYS: ({ configuration }) => configuration.deliveryLogDays,
  EVENT_BUS_NAME: ({ bus }) => bus.eventBusName,
  OPERATOR_ENDPOINTS: ({ configuration }) => JSON.stringify(configuration.webhooks.map(({ name }) => name)),
  RESTORE_DAYS: ({ configuration }) => configuration.restoreDays,
  WEBHOOK_HEALTHY_AFTER_MINUTES: ({ configuration }) => configuration.webhookHealthyAfterMinutes,
  // Only the embedded runtime may send to this machine.
  WEBHOOK_LOCAL_URLS: ({ stage }) => stage === 'local',
  WEBHOOK_QUOTA: ({ configuration }) => configuration.webhookQuota,
  WEBHOOK_QUOTA_PER_TENANT: ({ configuration }) => configuration.webhookQuotaPerTenant,
  WELCOME_EMAILS_PER_ADDRESS: ({ configuration }) => configuration.email.welcomeLimits.perAddress,
  WELCOME_EMAILS_PER_PARTNER: ({ configuration }) => configuration.email.welcomeLimits.perPartner,
  WELCOME_EMAILS_PER_TREE: ({ configuration }) => configuration.email.welcomeLimits.perTree,
};

/** Returns the variables of a function by the names that its operation reads. */
export const settingsOf = (names: readonly OperationSetting[], installation: Installation): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, String(VALUES[name](installation))]));
