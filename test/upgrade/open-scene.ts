import { startApi } from '../integration/api.ts';
import { deliveryEnvironment } from '../integration/webhook-samples.ts';
import { startFakeAws } from '../support/fake-aws.ts';

/**
 * Starts the handlers. The first dead letter suspends an endpoint, and passwords are hashed as in
 * production.
 */
export const openScene = async () => {
  const aws = await startFakeAws();
  const api = await startApi({ ...deliveryEnvironment, ...aws.environment, WEBHOOK_SUSPEND_AFTER: '1' }, { slowPasswords: true });
  return { aws, api, stop: async () => void (await Promise.all([api.stop(), aws.stop()])) };
};
