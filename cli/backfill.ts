/**
 * Sends the present state of tenants to one late consumer, with the AWS credentials of the
 * operator.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readAgainAfter } from '../functions/shared/base/once.ts';
import { keyringStore } from '../functions/signatures/keyring-store.ts';
import { keysOf } from '../functions/signatures/keys.ts';
import type { SigningKey } from '../functions/signatures/signing.ts';
import type { backfill } from './backfill/declaration.ts';
import { type BackfillOptions, readRequest } from './backfill/options.ts';
import { progressLine } from './backfill/progress.ts';
import { type BackfillIo, runBackfill } from './backfill/run.ts';
import type { Given, Values } from './command/declaration.ts';
import { onSignals } from './export/signals.ts';
import { installationOf, readOutput } from './shared/installation.ts';
import { operatorTable } from './shared/operator-table.ts';
import { printableJson } from './shared/printable.ts';

const KEYS_MS = 60_000;
const MAX_ATTEMPTS = 6;

type Output = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/** Sends, and returns the exit code. @throws {UsageError} when nothing was begun */
const send = async (options: BackfillOptions, { stdout, stderr }: Output): Promise<number> => {
  const stop = new AbortController();
  let interrupted: number | undefined;
  const unlisten = onSignals((code) => {
    interrupted = code;
    stop.abort();
  }, process.exit);
  const show = progressLine(stderr, () => performance.now());
  try {
    const result = await runBackfill(options, {
      ...connect(options, stop.signal),
      tell: (line) => void stderr.write(`${line}\n`),
      onSent: show,
    });
    show();
    stdout.write(`${printableJson(result)}\n`);
    return result.state === 'STOPPED' ? (interrupted ?? 1) : 0;
  } finally {
    unlisten();
  }
};

const connect = ({ table, secret }: BackfillOptions, stopped: AbortSignal): Omit<BackfillIo, 'tell' | 'onSent'> => ({
  client: new EventBridgeClient({ maxAttempts: MAX_ATTEMPTS }),
  table: operatorTable(table, { maxAttempts: MAX_ATTEMPTS }),
  readKeys: secret === undefined ? async () => [] : keyReader(secret),
  clock: { now: Date.now, sleep: (ms) => delay(ms, undefined, { signal: stopped }) },
  newId: randomUUID,
  stopped,
});

const keyReader = (secret: string): (() => Promise<readonly SigningKey[]>) => {
  const store = keyringStore(new SecretsManagerClient({ maxAttempts: MAX_ATTEMPTS }), secret);
  return readAgainAfter(KEYS_MS, async () => keysOf((await store.read()).keyring).signing);
};

/** Completes the options with what the data stack of the installation has. */
const atStage = async ({ stage, name, ...values }: Values<typeof backfill.options>): Promise<Values<typeof backfill.options>> => {
  const installation = installationOf({ stage, name, installation: values.installation });
  if (installation === undefined) return values;
  // A command that is wrong asks nothing of AWS.
  readRequest({ ...values, table: installation, bus: installation });
  const table = values.table ?? (await readOutput(installation, 'Data', 'TableName'));
  const bus = values.bus ?? (await readOutput(installation, 'Data', 'EventBusName'));
  const secret = values.secret ?? (await readOutput(installation, 'Data', 'SigningSecretArn'));
  return { ...values, table, bus, secret, installation };
};

/** Runs `tenantry backfill`. */
export const run = async ({ values }: Given<typeof backfill.options>): Promise<void> => {
  process.exitCode = await send(readRequest(await atStage(values)), process);
};
