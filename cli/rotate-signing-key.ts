/**
 * Rotates the key that webhooks are signed with, one step at a time, with the AWS credentials of
 * the operator.
 */
import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { keyringStore } from '../functions/signatures/keyring-store.ts';
import type { Keyring } from '../functions/signatures/keys.ts';
import { describeKeys, earliestTime, nextStep, STEPS, type Step, takeStep } from '../functions/signatures/rotation.ts';
import type { Given } from './command/declaration.ts';
import { installationOf, readOutput } from './shared/installation.ts';
import { readWholeNumber } from './shared/option-values.ts';
import { withStatus } from './shared/status.ts';
import { UsageError } from './shared/usage-error.ts';
import type { rotateSigningKey } from './signing-key/declaration.ts';

/** Runs `tenantry rotate-signing-key`. */
export const run = async ({ values }: Given<typeof rotateSigningKey.options>): Promise<void> => {
  const { stage, name, secret, force = false, compromised = false } = values;
  const step = values.step === undefined ? undefined : stepOf(values.step);
  const keepDays = readWholeNumber('--keep-days', values['keep-days'] ?? '400', 0, 99_999);
  const installation = installationOf({ stage, name });
  if (secret === undefined && installation === undefined) throw new UsageError('One of --stage and --secret is required.');
  const SecretId = secret ?? (await readOutput(installation ?? '', 'Data', 'SigningSecretArn'));
  const store = keyringStore(new SecretsManagerClient(), SecretId);
  const stored = await withStatus('Reading the keys', store.read);
  const { keyring } = stored;
  if (step === undefined) return tell(keyring);
  const changed = takeStep(keyring, step, { now: new Date(), newSeed, force, compromised, keepDays });
  if (values['dry-run']) console.log('Nothing was changed. It would be:');
  else await withStatus('Storing the keys', () => store.replace(stored, changed));
  tell(changed);
};

const tell = (keyring: Keyring): void => {
  const step = nextStep(keyring);
  const from = keyring.changedAt === undefined ? 'at any time' : `from ${earliestTime(keyring, step).toISOString()} on`;
  console.log([...describeKeys(keyring), `Next: --step ${step}, ${from}.`].join('\n'));
};

const newSeed = (): string => randomBytes(32).toString('hex');

const stepOf = (name: string): Step => {
  const step = STEPS.find((known) => known === name);
  if (!step) throw new UsageError(`--step must be one of ${STEPS.join(', ')}, not ${name}`);
  return step;
};
