import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localClientOptions } from '@tenantry/cdk-local/dynamodb/client-options';
import { sweepExpired } from '@tenantry/cdk-local/dynamodb/expiry';
import { TABLE } from '../../functions/shared/table/partitions.ts';
import type { RunningSystem } from './journey-runtime.ts';

/**
 * Removes from the installation's table what will have expired at a time (RFC 3339), as TTL will
 * then; gives the number of items.
 */
export const expireUntil = async ({ runtime: { dynamodbUrl, outputs } }: RunningSystem, time: string): Promise<number> => {
  const TableName = Object.entries(outputs).find(([key]) => key.endsWith('.TableName'))?.[1] ?? '';
  const KeySchema = [
    { AttributeName: TABLE.partitionKey, KeyType: 'HASH' as const },
    { AttributeName: TABLE.sortKey, KeyType: 'RANGE' as const },
  ];
  const create = { TableName, KeySchema, AttributeDefinitions: [] };
  const client = new DynamoDBClient(localClientOptions(dynamodbUrl, 'us-east-1'));
  try {
    return await sweepExpired(client, [{ create, timeToLive: { AttributeName: TABLE.timeToLive, Enabled: true } }], Date.parse(time));
  } finally {
    client.destroy();
  }
};
