import type { ServiceLimits } from './limit.ts';

const read = '2026-11';

/** The limits of SQS. */
export const SQS = {
  policyStatements: {
    name: 'Statements of a queue policy',
    value: 20,
    unit: 'statements, in 8,192 bytes',
    adjustable: false,
    source: 'SQS developer guide, "Amazon SQS policy quotas"',
    read,
    enforced: 'not emulated',
    seen: 'The deployment fails with `OverLimit`.',
  },
  messageAttributes: {
    name: 'Attributes of a message',
    value: 10,
    unit: 'attributes',
    adjustable: false,
    source: 'SQS developer guide, "Amazon SQS message quotas"',
    read,
    enforced: 'functions/deliveries/collect.ts adds one to the six of a dead letter; not emulated',
    seen: 'Nothing: it is not reached.',
  },
} as const satisfies ServiceLimits;
