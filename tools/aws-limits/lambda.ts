import type { ServiceLimits } from './limit.ts';

const QUOTAS = 'Lambda developer guide, "Lambda quotas"';
const read = '2026-11';

/** The limits of Lambda and of its event source mappings. */
export const LAMBDA = {
  concurrentExecutions: {
    name: 'Concurrent executions',
    value: 1000,
    unit: 'in an account and Region; a new account has as few as 10',
    adjustable: true,
    source: QUOTAS,
    read,
    enforced: 'not emulated',
    seen: 'The gateway answers 503; streams and queues are late.',
  },
  environmentBytes: {
    name: 'Environment variables',
    value: 4096,
    unit: 'bytes of a function',
    adjustable: false,
    source: QUOTAS,
    read,
    enforced: 'the largest environment has under 900 bytes; not emulated',
    seen: 'The deployment fails.',
  },
  mappingRetries: {
    name: 'Retries of an event source mapping',
    value: 10_000,
    unit: 'retries',
    adjustable: false,
    source: 'Lambda API reference, CreateEventSourceMapping, `MaximumRetryAttempts`',
    read,
    enforced: 'lib/bus/publisher.ts asks for the most; packages/cdk-local/src/event-source/definition.ts',
    seen: 'Never: age ends the retries before.',
  },
  filterPatterns: {
    name: 'Filters of an event source mapping',
    value: 5,
    unit: 'filters, of 4,096 characters each',
    adjustable: true,
    source: 'Lambda developer guide, "Control which events Lambda sends to your function"',
    read,
    enforced: 'every mapping has one filter; not emulated',
    seen: 'The deployment fails.',
  },
} as const satisfies ServiceLimits;
