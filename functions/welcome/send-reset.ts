import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ResetRequest } from '../partners/passwords/reset-requests.ts';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { installationTable, setting } from '../shared/runtime.ts';
import { contactFinder } from './find-contact.ts';
import { sendDeps } from './mail.ts';
import { type ResetDeps, resetPassword } from './reset.ts';

const deps = once((): ResetDeps => ({ ...sendDeps(), find: contactFinder(installationTable(setting)) }));

/** Sends the links that were requested; a request that fails comes again. */
export const handler = backgroundHandler(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { body, messageId } of Records) {
    try {
      await resetPassword(JSON.parse(body) as ResetRequest, deps());
    } catch (cause) {
      logger.error('password link not sent', { messageId, cause });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
});
