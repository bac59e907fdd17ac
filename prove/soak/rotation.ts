import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import { keyringStore } from '../../functions/signatures/keyring-store.ts';
import { nextStep, takeStep } from '../../functions/signatures/rotation.ts';
import { dataOutput } from '../../local/tenantry-stacks.ts';
import type { System } from '../system/system.ts';

/** Takes the next step of a rotation of the signing keys, before its time. */
export const rotateKeys = async (system: System): Promise<void> => {
  const client = new SecretsManagerClient(localClientOptions(system.awsUrl(), 'us-east-1'));
  try {
    const store = keyringStore(client, dataOutput(system.outputs(), 'SigningSecretArn'));
    const stored = await store.read();
    const newSeed = () => randomBytes(32).toString('hex');
    await store.replace(stored, takeStep(stored.keyring, nextStep(stored.keyring), { now: new Date(), newSeed, force: true, keepDays: 1 }));
  } finally {
    client.destroy();
  }
};
