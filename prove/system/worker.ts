/**
 * The embedded runtime in a process of its own, which can be killed. It is told over IPC what is to
 * go wrong, and writes down at once what it sees, so that its death loses none of it.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startTenantry } from '../../local/tenantry-runtime.ts';
import { failureOf } from '../shared/invocation-end.ts';
import { followParent } from '../shared/parent.ts';
import { openFaults } from './faults.ts';
import type { RecordKind, SystemOrder, SystemSettings, SystemStarted } from './messages.ts';
import { closeNetwork } from './no-network.ts';
import { collectGarbage, processFigures } from './process-figures.ts';

const parent = followParent();
const settings = JSON.parse(await text(process.stdin)) as SystemSettings;
const { folder, seed, start, ...options } = settings;
// What operator endpoints sign in with.
const ENDPOINT_TOKEN = 'token-of-the-proof-0123456789';
const faults = openFaults(seed + start);
closeNetwork();

const note = (kind: RecordKind, value: unknown): void =>
  appendFileSync(join(folder, `${kind}.ndjson`), `${JSON.stringify({ start, at: Date.now(), ...(value as object) })}\n`);

const runtime = await startTenantry({
  ...options,
  stateDir: join(folder, 'state'),
  secrets: () => ENDPOINT_TOKEN,
  faults: faults.hooks,
  on: {
    request: (entry) => note('requests', entry),
    delivery: (attempt) => note('deliveries', attempt),
    event: (event, { rules }) => note('events', { event, rules }),
    invocation: (report) => {
      const failure = failureOf(report);
      if (failure) note('invocations', failure);
    },
    log: (line) => note('logs', line),
    email: (email) => note('emails', email),
    denied: (denial) => note('denials', denial),
    warning: (message) => note('warnings', { message }),
    failure: (message) => note('failures', { message }),
  },
});

const run = (order: SystemOrder): unknown => {
  switch (order.kind) {
    case 'faults':
      return faults.set(order.settings);
    case 'idle':
      return runtime.idle();
    case 'token':
      return runtime.mintToken(order.claims);
    case 'figures':
      return { ...processFigures(), struck: faults.struck(), invocations: runtime.functions.invocations() };
    case 'collect-garbage':
      return collectGarbage();
  }
};

const { url, awsUrl, dynamodbUrl, outputs } = runtime;
parent.serve<SystemStarted, SystemOrder>({ started: { url, awsUrl, dynamodbUrl, outputs }, run, stop: () => runtime.stop() });
