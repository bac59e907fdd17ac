import { anybody } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { PARTITIONS } from '../shared/table/partitions.ts';
import * as signatures from '../signatures/contract.ts';
import * as contracts from './contract.ts';

/** The operations that belong to no tenant. */
export const systemOperations = operationsOf(
  { ...contracts, ...signatures },
  {
    getIndex: { handler: 'system/index', callers: anybody(200), rights: {}, inFallback: true },
    getHealth: { handler: 'system/health', callers: anybody(200), rights: { GetItem: PARTITIONS.health } },
    getOpenApi: { handler: 'system/openapi', id: 'OpenApi', callers: anybody(200), rights: {} },
    getAsyncApi: { handler: 'system/asyncapi', id: 'AsyncApi', callers: anybody(200), rights: {} },
    getWebhookKeys: {
      handler: 'signatures/get-keys',
      id: 'WebhookKeys',
      callers: anybody(200),
      rights: {},
    },
  },
);
