import { randomUUID } from 'node:crypto';
import { once } from '../../functions/shared/base/once.ts';
import type { UserRole } from '../../functions/shared/contract/permissions.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { quickHash } from '../support/quick-hash.ts';
import type { Answer, Api } from './api.ts';

/** A name that no other test uses. */
export const fresh = (prefix = 'name'): string => `${prefix}-${randomUUID().slice(0, 8)}`;

/** A valid contact with a user name of its own. */
export const contact = (fields: Item = {}): Item => ({
  userName: fresh('user'),
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  phone: '+14155552671',
  userRole: 'Partner Supervisor',
  ...fields,
});

export const newPartner = (fields: Item = {}): Item => ({ name: fresh('Partner'), contact: contact(), ...fields });

export const newReseller = (fields: Item = {}): Item => ({
  name: fresh('Reseller'),
  email: 'ops@example.com',
  allowedUsers: -1,
  allowedOrganizations: -1,
  ...fields,
});

export const newOrganization = (fields: Item = {}): Item => ({
  name: fresh('Organization'),
  email: 'it@example.com',
  allowedUsers: 5,
  ...fields,
});

export const newWebhook = (fields: Item = {}): Item => ({
  name: fresh('Webhook'),
  url: 'https://hooks.example.com/tenantry',
  token: 'a-token-of-the-tests',
  events: ['reseller.*'],
  ...fields,
});

/** A stored partner, as far as tests name it. */
export interface StoredPartner {
  readonly id: number;
  readonly name: string;
}

const require201 = ({ status, body }: Answer): Item => {
  if (status !== 201) throw new Error(`the sample was refused: ${JSON.stringify(body)}`);
  return body;
};

/** Makes a partner below `parent`, or a root. */
export const makePartner = async (api: Api, parent?: StoredPartner, fields: Item = {}): Promise<StoredPartner> => {
  const body = newPartner({ ...(parent && { parent: { id: parent.id } }), ...fields });
  const { id, name } = require201(await api.post('/v1/partners', body));
  return { id: Number(id), name: String(name) };
};

/** Makes a reseller and answers its id. */
export const makeReseller = async (api: Api, fields: Item = {}): Promise<string> =>
  String(require201(await api.post('/v3/resellers', newReseller(fields))).id);

/**
 * The hash of `correct horse`. Hashing is slow on purpose, and so is verifying: where that does not
 * matter, a quick hash stands in.
 */
export const quickPasswordHash = once(() => quickHash('correct horse'));

/** The Authorization header of HTTP Basic. */
export const basic = (userName: string, password: string): string => `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;

/** Gives a partner an API credential and answers the Authorization header it signs in with. */
export const makeCredential = async (
  api: Api,
  partnerId: number,
  {
    userRole = 'Partner Supervisor',
    userName = fresh('api'),
    isActive = true,
  }: { userRole?: UserRole; userName?: string; isActive?: boolean } = {},
): Promise<string> => {
  const { credentialStore } = await import('../../functions/partners/credentials/store.ts');
  await credentialStore(api.table.table).insert({ userName, partnerId, userRole, isActive, passwordHash: quickPasswordHash() });
  return basic(userName, 'correct horse');
};
