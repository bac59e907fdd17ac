import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { OPERATOR_SCOPE, PERMISSIONS, scopeOf } from '../../functions/shared/contract/permissions.ts';
import { clientKey } from '../../functions/shared/table/keys.ts';
import { openUserPool } from '../support/user-pool.ts';
import { serveUserPool } from '../support/user-pool-server.ts';
import { startApi } from './api.ts';
import { newReseller } from './samples.ts';

/** Every permission, as a scope of the user pool. */
export const EVERY = PERMISSIONS.map(scopeOf);

/**
 * The API with a user pool whose tokens the trigger binds, the operator's own client, and what
 * answers for Cognito and CloudFormation.
 */
export const openCognitoScene = async () => {
  const pool = await openUserPool(async (event, context) =>
    (await import('../../functions/identity/bind.ts')).handler(event, context as never),
  );
  const operator = pool.addClient('Operator', [...EVERY, scopeOf(OPERATOR_SCOPE)]);
  const server = await serveUserPool(pool, 'Tenantry-dev-Data', () => ({
    ...{ TableName: api.table.name, UserPoolId: pool.id, MachineClientId: operator, TokenUrl: `${server.url}/oauth2/token` },
  }));
  const api = await startApi(server.environment);
  /** `Authorization` of a new token of a client. */
  const as = async (client: string, asked?: readonly string[]) => `Bearer ${await pool.token(client, asked)}`;
  const make = async (path: string, body: object) => (await api.post(path, body, { as: await as(operator) })).body.id;

  return {
    ...{ pool, server, api, operator, as, make },
    aReseller: async () => String(await make('/v3/resellers', newReseller())),
    bind: (client: string, tenant: object) =>
      api.table.client.send(new PutCommand({ TableName: api.table.name, Item: { ...clientKey(client), ...tenant } })),
    async stop() {
      await api.stop();
      await server.stop();
    },
  };
};
