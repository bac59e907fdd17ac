import type { ServiceLimits } from './limit.ts';

const QUOTAS = 'API Gateway developer guide, "Quotas for configuring and running an HTTP API"';
const read = '2026-11';

/** The limits of HTTP APIs. */
export const API_GATEWAY = {
  headBytes: {
    name: 'Request line and headers',
    value: 10_240,
    unit: 'bytes together',
    adjustable: false,
    source: QUOTAS,
    read,
    enforced: 'functions/shared/table/cursor.ts keeps cursors short; packages/cdk-local/src/http-api/request.ts',
    seen: 'The gateway answers 431.',
  },
  payloadBytes: {
    name: 'Payload size',
    value: 10_485_760,
    unit: 'bytes',
    adjustable: false,
    source: QUOTAS,
    read,
    enforced: 'functions/shared/endpoint/read-body.ts takes 256 KiB; packages/cdk-local/src/http-api/request.ts',
    seen: 'The gateway answers 413.',
  },
  integrationSeconds: {
    name: 'Maximum integration timeout',
    value: 30,
    unit: 'seconds',
    adjustable: false,
    source: QUOTAS,
    read,
    enforced: 'functions/organizations/batch-creation.ts ends a batch before; packages/cdk-local/src/http-api/definition.ts',
    seen: 'The gateway answers 503; what was committed stays.',
  },
  routes: {
    name: 'Routes per API',
    value: 300,
    unit: 'routes',
    adjustable: true,
    source: QUOTAS,
    read,
    enforced: 'there are about 45; not emulated',
    seen: 'The deployment fails.',
  },
} as const satisfies ServiceLimits;
