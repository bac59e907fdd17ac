import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import type { EventDetail } from '../shared/events.ts';
import { once } from '../shared/once.ts';
import { installationTable, now, setting } from '../shared/runtime.ts';
import { CANARY_METRICS } from './contract.ts';
import { installationMetrics } from './metrics.ts';
import { canaryStore } from './store.ts';

const deps = once(() => ({ store: canaryStore(installationTable(setting)), measure: installationMetrics(setting) }));

/** Measures how long an event of the canary took from its commit to here, once each. */
export const handler = middy(async ({ detail: { payload } }: EventBridgeEvent<string, EventDetail>): Promise<void> => {
  const [at, { store, measure }] = [now(), deps()];
  if (!(await store.arrived((payload.data as { readonly id: string }).id, at))) return;
  measure({ [CANARY_METRICS.lag]: Math.max(0, Date.parse(at) - Date.parse(payload.triggeredAt)) }, 'Milliseconds');
});
