import type { Setting } from '../shared/runtime.ts';
import type { HealthPolicy } from './webhook-health.ts';

/** What an installation allows of webhook endpoints. */
export interface Policy {
  /** Plain http to localhost; only in the embedded runtime. */
  readonly localUrls: boolean;
  /** The most endpoints there may be. */
  readonly quota: number;
}

export const policyOf = (setting: Setting): Policy => ({
  localUrls: setting('WEBHOOK_LOCAL_URLS') === 'true',
  quota: Number(setting('WEBHOOK_QUOTA')),
});

/** After how long without a failure an endpoint is shown as well. */
export const quietOf = (setting: Setting): Pick<HealthPolicy, 'quietMs'> => ({
  quietMs: Number(setting('WEBHOOK_HEALTHY_AFTER_MINUTES')) * 60_000,
});
