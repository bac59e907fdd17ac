import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { renewedAnswer } from '../shared/once.ts';
import { Refusal } from '../shared/problems.ts';
import { patience, type Setting } from '../shared/runtime.ts';
import { type Keys, keysOf, readKeyring } from './keys.ts';

/** Reads the installation's signing keys, refused as `dependency-unavailable` (503) when Secrets Manager does not give them. */
export type ReadKeys = () => Promise<Keys>;

// How long a rotation takes to be seen everywhere: this and the five minutes that the published keys may be cached.
const KEYS_MS = 60_000;

/** Reads the secret that `SIGNING_SECRET_ARN` names, at most once a minute. */
export const installationKeys = (read: Setting): ReadKeys => {
  const client = new SecretsManagerClient({ maxAttempts: 2, requestHandler: patience(2500) });
  const command = new GetSecretValueCommand({ SecretId: read('SIGNING_SECRET_ARN') });
  return renewedAnswer(KEYS_MS, async () => keysOf(readKeyring(await textOf(client, command))));
};

const textOf = async (client: SecretsManagerClient, command: GetSecretValueCommand): Promise<string> => {
  try {
    return (await client.send(command)).SecretString ?? '';
  } catch (cause) {
    const headers = { 'retry-after': '1' };
    throw new Refusal('dependency-unavailable', 'The signing keys cannot be read; try again.', { headers, cause });
  }
};
