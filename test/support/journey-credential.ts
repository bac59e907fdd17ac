import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { credentialStore } from '../../functions/partners/credentials/store.ts';
import type { UserRole } from '../../functions/shared/contract/permissions.ts';
import { openTable } from '../../functions/shared/table/table.ts';
import { unique } from './journey-entities.ts';
import type { Sight } from './journey-sight.ts';
import { quickHash } from './quick-hash.ts';

/**
 * Stores an API credential of a partner, as the operator's bootstrap does, and gives what signs in
 * with it.
 */
export const credentialFor = async (
  { table: { name, client: options } }: Pick<Sight, 'table'>,
  partnerId: number,
  userRole: UserRole,
): Promise<{ readonly userName: string; readonly password: string }> => {
  const [userName, password] = [unique('api'), unique('password')];
  const client = new DynamoDBClient(options);
  try {
    const table = openTable(name, DynamoDBDocumentClient.from(client));
    await credentialStore(table).insert({ userName, partnerId, userRole, isActive: true, passwordHash: quickHash(password) });
  } finally {
    client.destroy();
  }
  return { userName, password };
};
