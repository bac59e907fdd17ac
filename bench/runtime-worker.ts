/**
 * The embedded runtime in a process of its own, so that what it takes can be told from what its
 * load takes. Told what to do over IPC.
 */

import { startTenantry } from '../local/tenantry-runtime.ts';
import { indexedDynamoDb } from './indexed-dynamodb.ts';
import type { ToBench, ToRuntime } from './runtime-process.ts';

const [assembly = '', rules = '300'] = process.argv.slice(2);
const attempts = { delivered: 0, retrying: 0, 'dead-letter': 0, dropped: 0 };
const warnings: string[] = [];

const dynamodb = await indexedDynamoDb(assembly);
const runtime = await startTenantry({
  assembly,
  dynamodbEndpoint: dynamodb.url,
  port: 0,
  stateDir: assembly,
  quotas: { rulesPerBus: Number(rules) },
  on: {
    delivery: ({ outcome }) => {
      attempts[outcome] += 1;
    },
    warning: (message) => void warnings.push(message),
  },
});

const tell = (message: ToBench): void => void process.send?.(message);

const stop = async (): Promise<void> => {
  await runtime.stop();
  await dynamodb.stop();
  process.exit(0);
};

process.on('message', async (message: ToRuntime) => {
  if (message === 'stop') return stop();
  if (message === 'idle') await runtime.idle();
  tell({ kind: message, attempts, warnings: [...new Set(warnings)], peakRssKb: process.resourceUsage().maxRSS });
});
process.on('disconnect', () => void stop());
tell({ kind: 'started', url: runtime.url });
