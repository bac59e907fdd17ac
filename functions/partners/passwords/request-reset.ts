import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import validate from '../../generated/requestPasswordReset.js';
import { awsClient } from '../../shared/base/aws-client.ts';
import { once } from '../../shared/base/once.ts';
import { endpoint, type Operation } from '../../shared/endpoint/endpoint.ts';
import type { Reply } from '../../shared/http/idempotency.ts';
import { newId, setting } from '../../shared/runtime.ts';
import { retryOnConflict } from '../../shared/table/retry-on-conflict.ts';
import type { Write } from '../../shared/table/transaction.ts';
import { requestPasswordReset as contract } from './contract.ts';
import { countReset, type ResetRequest } from './reset-requests.ts';

interface Deps {
  readonly commit: (writes: readonly Write[]) => Promise<void>;
  readonly enqueue: (request: ResetRequest) => Promise<void>;
  readonly newId: () => string;
  readonly now: () => Date;
}

/**
 * Counts the request and queues it. Whether there is such a user is only looked up after the answer
 * and by another function, so that neither the answer nor its time reveals it.
 */
export const requestPasswordReset: Operation<typeof contract, Deps> = async ({ body: { userName }, origin }, deps) => {
  await retryOnConflict(() => deps.commit(countReset(userName, origin.sourceIp, deps.now())));
  await deps.enqueue({ userName, requestId: deps.newId() });
  return accepted;
};

const accepted: Reply = { status: contract.response.status, headers: {} };

const enqueue = once((): Deps['enqueue'] => {
  const client = awsClient(SQSClient, { maxAttempts: 2, requestTimeout: 2000 });
  const QueueUrl = setting('PASSWORD_RESET_QUEUE_URL');
  return async (request) => void (await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(request) })));
});

export const handler = endpoint(contract, { validate }, requestPasswordReset, ({ table }) => ({
  commit: table.commit,
  enqueue: enqueue(),
  newId,
  now: () => new Date(),
}));
