/**
 * The embedded runtime in a process of its own, which can be killed. It is told over IPC what is to
 * go wrong, and writes down at once what it sees, so that its death loses none of it.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startTenantry } from '../../local/tenantry-runtime.ts';
import { openFaults } from './faults.ts';
import type { FromSystem, RecordKind, SystemSettings, ToSystem } from './messages.ts';
import { closeNetwork } from './no-network.ts';
import { collectGarbage, processFigures } from './process-figures.ts';

const settings = JSON.parse(await text(process.stdin)) as SystemSettings;
const { folder, seed, start, ...options } = settings;
// What operator endpoints sign in with.
const ENDPOINT_TOKEN = 'token-of-the-proof-0123456789';
const faults = openFaults(seed + start);
closeNetwork();

const note = (kind: RecordKind, value: unknown): void =>
  appendFileSync(join(folder, `${kind}.ndjson`), `${JSON.stringify({ start, at: Date.now(), ...(value as object) })}\n`);

const tell = (message: FromSystem): void => void process.send?.(message, () => undefined);

const runtime = await startTenantry({
  ...options,
  stateDir: join(folder, 'state'),
  secrets: () => ENDPOINT_TOKEN,
  faults: faults.hooks,
  on: {
    request: (entry) => note('requests', entry),
    delivery: (attempt) => note('deliveries', attempt),
    event: (event, { rules }) => note('events', { event, rules }),
    log: (line) => note('logs', line),
    email: (email) => note('emails', email),
    denied: (denial) => note('denials', denial),
    warning: (message) => note('warnings', { message }),
    failure: (message) => note('failures', { message }),
  },
});

const run = async (message: ToSystem): Promise<unknown> => {
  switch (message.kind) {
    case 'faults':
      return faults.set(message.settings);
    case 'idle':
      return runtime.idle();
    case 'token':
      return runtime.mintToken(message.claims);
    case 'figures':
      return { ...processFigures(), struck: faults.struck(), invocations: runtime.functions.invocations() };
    case 'collect-garbage':
      return collectGarbage();
    case 'stop':
      return runtime.stop();
  }
};

process.on('message', async ({ id, message }: { readonly id: number; readonly message: ToSystem }) => {
  try {
    const answer = await run(message);
    process.send?.({ kind: 'answer', id, answer } satisfies FromSystem, () => message.kind === 'stop' && process.exit(0));
  } catch (error) {
    tell({ kind: 'answer', id, error: String(error) });
  }
});
process.on('disconnect', () => void runtime.stop().finally(() => process.exit(0)));
const { url, awsUrl, dynamodbUrl, outputs } = runtime;
tell({ kind: 'started', url, awsUrl, dynamodbUrl, outputs });
