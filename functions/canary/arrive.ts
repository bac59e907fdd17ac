import type { EventBridgeEvent } from 'aws-lambda';
import { once } from '../shared/base/once.ts';
import { timeOf } from '../shared/contract/time.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logMetrics } from '../shared/endpoint/observe.ts';
import { meter } from '../shared/observability/installation.ts';
import { now, setting, uncountedTable } from '../shared/runtime.ts';
import type { EventDetail } from '../shared/table/events.ts';
import { canaryStore } from './store.ts';

const store = once(() => canaryStore(uncountedTable(setting)));

/** Measures the time of a canary's event from its commit to this function, once each. */
export const handler = backgroundHandler(async ({ detail: { payload } }: EventBridgeEvent<string, EventDetail>): Promise<void> => {
  const [at, { id }] = [now(), payload.data as { readonly id: string }];
  if (!(await store().recordArrival(id, at))) return;
  meter.add('CanaryLag', Math.max(0, timeOf(at) - timeOf(payload.triggeredAt)));
  logMetrics('canary arrived', { organization: id });
});
