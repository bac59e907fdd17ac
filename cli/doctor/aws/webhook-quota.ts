import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { webhookQuotaKey } from '../../../functions/shared/table/webhook-keys.ts';
import { type Finding, fail, ok, runbook, warn } from '../finding.ts';

/** Checks that the quota leaves capacity for more webhook endpoints. */
export const checkWebhookQuota = async (client: DynamoDBClient, TableName: string, quota: number): Promise<Finding> => {
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: marshall(webhookQuotaKey('/')) }));
  const { endpoints: count = 0 } = (Item ? unmarshall(Item) : {}) as { readonly endpoints?: number };
  const seen = `${count} of ${quota} endpoints`;
  if (count >= quota) return fail(seen, 'Creates are refused: raise the quota of rules, then webhookQuota.', runbook('webhook-quota'));
  return count >= 0.8 * quota ? warn(seen, 'Raise the quota of rules, then webhookQuota.', runbook('webhook-quota')) : ok(seen);
};
