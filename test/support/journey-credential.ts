import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { credentialStore } from '../../functions/credentials/store.ts';
import type { UserRole } from '../../functions/shared/permissions.ts';
import { openTable } from '../../functions/shared/table.ts';
import { unique } from './journey-entities.ts';
import type { MachineRoom } from './journey-room.ts';
import { quickHash } from './quick-hash.ts';

/** Stores an API credential of a partner, as the operator's bootstrap does, and gives what signs in with it. */
export const credentialFor = async (
  { runtime: { dynamodbUrl, outputs } }: MachineRoom,
  partnerId: number,
  userRole: UserRole,
): Promise<{ readonly userName: string; readonly password: string }> => {
  const [userName, password] = [unique('api'), unique('password')];
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: dynamodbUrl, region: 'us-east-1', credentials });
  const name = Object.entries(outputs).find(([key]) => key.endsWith('.TableName'))?.[1] ?? '';
  try {
    const table = openTable(name, DynamoDBDocumentClient.from(client));
    await credentialStore(table).insert({ userName, partnerId, userRole, isActive: true, passwordHash: quickHash(password) });
  } finally {
    client.destroy();
  }
  return { userName, password };
};
