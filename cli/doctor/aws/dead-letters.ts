import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Finding, fail, joinFirst, ok, pluralize, runbook } from '../finding.ts';
import type { DeployedResource } from './installation.ts';

/**
 * The runbook's heading for each queue, by the beginning of its logical id; the longer ones first.
 */
const HEADINGS = [
  ['WebhookReconciler', 'webhook-reconciler-dead-letters'],
  ['WebhooksPoison', 'webhook-poison'],
  ['Webhooks', 'webhook-dead-letters-waiting'],
  ['BusDeadLetters', 'bus-dead-letters'],
  ['Publisher', 'publisher-dead-letters'],
  ['Welcome', 'welcome-dead-letters'],
] as const;

/** Checks that no message waits in a dead-letter queue. */
export const checkDeadLetters = async (client: SQSClient, queues: readonly DeployedResource[]): Promise<Finding> => {
  const found = await Promise.all(
    queues.map(async ({ logicalId, physicalId: QueueUrl }) => {
      const request = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessages' as const] };
      const { Attributes = {} } = await client.send(new GetQueueAttributesCommand(request));
      return { logicalId, count: Number(Attributes.ApproximateNumberOfMessages ?? 0) };
    }),
  );
  const filled = found.filter(({ count }) => count > 0);
  if (filled.length === 0) return ok(`${pluralize(found.length, 'queue')} empty`);
  const heading = HEADINGS.find(([prefix]) => filled[0]?.logicalId.startsWith(prefix))?.[1];
  const names = filled.map(({ logicalId, count }) => `${count} in ${logicalId.replace(/(?:DeadLetters)?[0-9A-F]{8}$/, '')}`);
  return fail(joinFirst(names, 5), 'Read them and fix the cause.', heading && runbook(heading));
};
