/**
 * Rotates the key that webhooks are signed with, one step at a time, with the AWS credentials of
 * the operator.
 */
import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { keyringStore } from '../functions/signatures/keyring-store.ts';
import type { Keyring } from '../functions/signatures/keys.ts';
import { describeKeys, earliestTime, nextStep, STEPS, type Step, takeStep } from '../functions/signatures/rotation.ts';
import { parseOnce } from './shared/parse-once.ts';

const USAGE = `Rotates the key that webhooks are signed with, in three steps. Each step is a run; without --step
it only shows the state of the rotation.

  npm run -s rotate-signing-key -- --secret <arn> [--step publish|switch|retire] [--dry-run]
                                   [--force] [--compromised] [--keep-days <n>]

  --secret        the output SigningSecretArn of the data stack
  --step publish  creates the next key and publishes it
  --step switch   the next key signs, the old one beside it; 10 minutes after publish
  --step retire   the old key stops signing; 25 hours after switch. It stays published, so that
                  replays verify
  --dry-run       shows the result of the step and changes nothing
  --force         takes the step before its time
  --compromised   on retire: the old key is no longer published, so nothing that it signed verifies
  --keep-days     how long retired keys stay published (default 400, as long as events are kept)
  Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).
`;

const options = {
  secret: { type: 'string' },
  step: { type: 'string' },
  'keep-days': { type: 'string', default: '400' },
  'dry-run': { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  compromised: { type: 'boolean', default: false },
  help: { type: 'boolean' },
} as const;

const main = async (): Promise<void> => {
  const { secret: SecretId, step, help, force, compromised, ...given } = parseOnce({ options }).values;
  if (help) return console.log(USAGE);
  if (SecretId === undefined) throw new Error(`missing: --secret\n\n${USAGE}`);
  const store = keyringStore(new SecretsManagerClient(), SecretId);
  const stored = await store.read();
  const { keyring } = stored;
  if (step === undefined) return tell(keyring);
  const keepDays = daysOf(given['keep-days']);
  const changed = takeStep(keyring, stepOf(step), { now: new Date(), newSeed, force, compromised, keepDays });
  if (given['dry-run']) console.log('Nothing was changed. It would be:');
  else await store.replace(stored, changed);
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
  if (!step) throw new Error(`--step must be one of ${STEPS.join(', ')}, not ${name}`);
  return step;
};

const daysOf = (text: string): number => {
  if (!/^\d{1,5}$/.test(text)) throw new Error(`--keep-days must be a whole number of days, not ${text}`);
  return Number(text);
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
