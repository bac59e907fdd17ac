import { createPartner } from '../../functions/partners/create.ts';
import { partnerStore } from '../../functions/partners/store.ts';
import { insertCredential } from '../../functions/partners/user-names.ts';
import { openReseller } from '../../functions/resellers/reseller.ts';
import { resellerStore } from '../../functions/resellers/store.ts';
import { hashPassword } from '../../functions/shared/auth/password.ts';
import { OPERATOR_SCOPE, PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { newId, newInt32, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import { httpEvent } from '../../testing/http-event.ts';
import { startIssuer } from '../../testing/issuer.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import type { Call } from './function-process.ts';
import { startTableStub } from './table-stub.ts';

const RESELLER = '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';
const USER = { userName: 'bench-user', password: 'a-password-of-the-bench' };

const organization = {
  name: 'Fabrikam',
  email: 'it@fabrikam.example',
  description: 'Head office',
  allowedUsers: 40,
  address: { addressLine1: '1 Harbour Street', city: 'Leith', country: 'GB', postalCode: 'EH6 6QQ' },
};

const contact = (userName: string) => ({
  ...{ userName, firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', phone: '+14155552671' },
  userRole: 'Partner Supervisor' as const,
});

const post = (path: string, authorization: string, body: object, pathParameters?: Readonly<Record<string, string>>): Call => {
  const headers = { authorization, host: 'api.example.com', 'content-length': String(JSON.stringify(body).length) };
  return { event: httpEvent({ method: 'POST', path, headers, body, ...(pathParameters && { pathParameters }) }), status: 201 };
};

const seedReseller = ({ table }: TestTable): Promise<unknown> => {
  const limits = { name: 'Bench', email: 'bench@example.com', allowedUsers: -1, allowedOrganizations: -1 };
  return resellerStore(table).insert(openReseller(limits, { id: RESELLER, at: now() }), []);
};

/** Makes a partner whose user `bench-user` signs in with a password; returns its id. */
const seedPartner = async ({ table }: TestTable): Promise<number> => {
  const caller = { actor: 'token:bench', permissions: new Set<never>() };
  const origin = { actor: 'bench', requestId: 'r', sourceIp: '127.0.0.1' };
  const request = { caller, header: {}, query: {}, params: {}, origin, remember: () => [] };
  const reply = await createPartner(
    { ...request, body: { name: 'Root', contact: contact('root') } },
    {
      ...{ partners: partnerStore(table), record: eventRecorder({ newId, retentionDays: 1 }), newReference: newId, newId, newInt32, now },
      welcomes: { perAddress: 1, perPartner: 1, perTree: 1 },
    },
  );
  const partnerId = Number((JSON.parse(String(reply.body)) as { readonly id: number }).id);
  const passwordHash = await hashPassword(USER.password);
  await table.commit(
    insertCredential({ userName: USER.userName, partnerId, userRole: 'Partner Supervisor', isActive: true, passwordHash }),
  );
  return partnerId;
};

/**
 * Prepares what functions talk to: keys of an issuer, and a table that answers at once, with a
 * reseller and a partner; `answers` are those of other services. The two requests are a new
 * organization under a token and a new partner under Basic credentials.
 */
export const openScene = async (answers: Readonly<Record<string, object>> = {}) => {
  const [table, issuer] = await Promise.all([startTable(), startIssuer()]);
  const stub = await startTableStub({ keys: [issuer.jwk] }, table.url, answers);
  await seedReseller(table);
  const partnerId = await seedPartner(table);
  const permissions = [...PERMISSIONS, OPERATOR_SCOPE];
  const bearer = `Bearer ${await issuer.token({ permissions, exp: Math.floor(Date.now() / 1000) + 7200 })}`;
  const basic = `Basic ${Buffer.from(`${USER.userName}:${USER.password}`).toString('base64')}`;
  const branch = { name: 'Branch', parent: { id: partnerId }, contact: contact('branch') };
  return {
    variables: {
      ...{ TABLE_NAME: table.name, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: stub.url, AWS_ENDPOINT_URL_DYNAMODB: stub.url },
      ...{ JWKS_URI: stub.jwksUri, JWT_ISSUER: issuer.issuer, JWT_AUDIENCE: 'tenantry' },
      ...{ AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_SESSION_TOKEN: 'bench' },
    },
    ...{ resellerId: RESELLER, partnerId, bearer, basic },
    createOrganization: post(`/v3/resellers/${RESELLER}/organizations`, bearer, organization, { resellerId: RESELLER }),
    createPartner: post('/v1/partners', basic, branch),
    lastCommit: stub.last,
    async stop(): Promise<void> {
      stub.stop();
      await Promise.all([table.stop(), issuer.stop()]);
    },
  };
};
