import type { Context, ScheduledEvent } from 'aws-lambda';
import { organizationStore } from '../organizations/store.ts';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger, logMetrics } from '../shared/endpoint/observe.ts';
import { meter } from '../shared/observability/installation.ts';
import { newId, now, setting, uncountedTable } from '../shared/runtime.ts';
import { unloggedEventRecorder } from '../shared/table/events.ts';
import { type CanaryDeps, runCanary } from './canary.ts';
import { NO_ADDRESS } from './contract.ts';
import { requireHealth } from './health.ts';
import { canaryStore } from './store.ts';

const compose = (): CanaryDeps => {
  const table = uncountedTable(setting);
  const address = setting('API_URL');
  return {
    store: canaryStore(table),
    // Deleted at once and for good: nobody restores what the canary deletes.
    operations: { organizations: organizationStore(table), record: unloggedEventRecorder(newId), newId, now, restoreDays: 0 },
    callApi: async () => {
      if (address !== NO_ADDRESS) await requireHealth(address);
    },
    now,
    arrivalTimeoutMs: Number(setting('CANARY_PATIENCE_SECONDS')) * 1000,
  };
};

const deps = once(compose);

/** Does what a tenant does, and publishes the result as metrics. */
export const handler = backgroundHandler(async (_: ScheduledEvent, { awsRequestId }: Context): Promise<void> => {
  const faults = await runCanary(awsRequestId, deps());
  for (const { step, cause } of faults) logger.error('canary', { step, cause });
  meter.add('CanarySuccess', faults.length === 0 ? 1 : 0);
  meter.add('CanaryFailures', faults.length);
  logMetrics('canary ran', { failed: faults.map(({ step }) => step) });
});
