import type { ServiceLimits } from './limit.ts';

const QUOTAS = 'EventBridge user guide, "Amazon EventBridge quotas"';
const READ = '2026-11';

/** The limits of EventBridge's control plane and of `PutEvents`. */
export const EVENTBRIDGE = {
  rulesPerBus: {
    name: 'Number of rules',
    value: 300,
    unit: 'rules on a bus',
    regions: { 'af-south-1': 100, 'eu-south-1': 100 },
    adjustable: true,
    source: QUOTAS,
    read: READ,
    enforced: 'local/eventbridge/rules.ts refuses `PutRule`; `tenantry doctor`, row `EventBridge quotas`, counts them',
    seen: 'The endpoint is `failed`: "The quota of EventBridge for webhook endpoints is used up." It is tried again within the hour.',
  },
} as const satisfies ServiceLimits;
