import { randomBytes } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ScheduledEvent } from 'aws-lambda';
import { awsClient } from '../shared/base/aws-client.ts';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { setting } from '../shared/runtime.ts';
import { keyringStore } from './keyring-store.ts';
import { rotateWhenDue } from './scheduled-rotation.ts';

const deps = once(() => ({
  store: keyringStore(awsClient(SecretsManagerClient, { maxAttempts: 3, requestTimeout: 5000 }), setting('SIGNING_SECRET_ARN')),
  now: () => new Date(),
  newSeed: () => randomBytes(32).toString('hex'),
  everyDays: Number(setting('ROTATION_DAYS')),
  keepDays: Number(setting('KEEP_DAYS')),
}));

/**
 * Takes the due step of the signing key's rotation. A failure is thrown, so that the alarm sees it.
 */
export const handler = backgroundHandler(async (_: ScheduledEvent): Promise<void> => {
  const step = await rotateWhenDue(deps());
  logger.info('signing key', { step: step ?? 'none' });
});
