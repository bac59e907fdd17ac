import type { Setting } from '../shared/runtime.ts';
import type { HealthPolicy } from './webhook-health.ts';

/** Returns how long after its last failure an endpoint counts as healthy. */
export const healthyAfter = (setting: Setting): Pick<HealthPolicy, 'quietMs'> => ({
  quietMs: Number(setting('WEBHOOK_HEALTHY_AFTER_MINUTES')) * 60_000,
});
