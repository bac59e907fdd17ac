import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsClient } from '../shared/base/aws-client.ts';
import { DeadlineExceeded, shareAcrossInvocations } from '../shared/base/deadline.ts';
import { readAgainAfter } from '../shared/base/once.ts';
import { Refusal } from '../shared/contract/problems.ts';
import type { Setting } from '../shared/runtime.ts';
import { type Keys, keysOf, readKeyring } from './keys.ts';

/**
 * Reads the installation's signing keys.
 * @throws {Refusal} `dependency-unavailable` (503) when Secrets Manager does not return them
 */
export type ReadKeys = () => Promise<Keys>;

// The delay until a rotation is seen everywhere: this, and five minutes for cached keys.
const KEYS_MS = 60_000;

/** Reads the secret that `SIGNING_SECRET_ARN` names, at most once a minute. */
export const installationKeys = (read: Setting): ReadKeys => {
  const client = awsClient(SecretsManagerClient, { maxAttempts: 2, requestTimeout: 2500 });
  const command = new GetSecretValueCommand({ SecretId: read('SIGNING_SECRET_ARN') });
  const keys = readAgainAfter(KEYS_MS, async () => keysOf(readKeyring(await textOf(client, command))));
  return () => shareAcrossInvocations(keys);
};

const textOf = async (client: SecretsManagerClient, command: GetSecretValueCommand): Promise<string> => {
  try {
    return (await client.send(command)).SecretString ?? '';
  } catch (cause) {
    if (cause instanceof DeadlineExceeded) throw cause;
    const headers = { 'retry-after': '1' };
    throw new Refusal('dependency-unavailable', 'The signing keys cannot be read; try again.', { headers, cause });
  }
};
