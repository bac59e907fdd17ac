import { insertCredential } from '../functions/partners/user-names.ts';
import { hashPassword } from '../functions/shared/auth/password.ts';
import { PARTITIONS, SORT_KEYS } from '../functions/shared/table/partitions.ts';
import type { Table } from '../functions/shared/table/table.ts';
import { put } from '../functions/shared/table/transaction.ts';

/** The demo data that a new user can try at once. */
export interface Demo {
  readonly partnerId: number;
  readonly resellerId: string;
  readonly userName: string;
  readonly password: string;
}

interface Scene {
  readonly url: string;
  readonly token: string;
  readonly table: Table;
}

// For this machine only: the runtime listens on loopback.
const USER = { userName: 'demo', password: 'demo-password' };

// Remembers, with the data, what was made: a kept table gets its demo once.
const KEY = { pk: PARTITIONS.demo[0], sk: SORT_KEYS.demo };

/**
 * Makes a root partner, a reseller and an API credential, over the API itself where it has a route
 * for it; or finds them.
 */
export const seedDemo = async ({ url, token, table }: Scene): Promise<Demo> => {
  const made = await table.get(KEY);
  if (made) return { ...USER, partnerId: Number(made.partnerId), resellerId: String(made.resellerId) };
  const [partner, reseller, passwordHash] = await Promise.all([
    create(`${url}/v1/partners`, token, 'demo-partner', PARTNER),
    create(`${url}/v3/resellers`, token, 'demo-reseller', RESELLER),
    hashPassword(USER.password),
  ]);
  const demo = { partnerId: Number(partner.id), resellerId: String(reseller.id) };
  const credential = {
    userName: USER.userName,
    partnerId: demo.partnerId,
    userRole: 'Partner Supervisor',
    isActive: true,
    passwordHash,
  } as const;
  await table.commit([...insertCredential(credential), put(KEY, demo, () => new Error('the demo was made meanwhile'))]);
  return { ...USER, ...demo };
};

const PARTNER = {
  name: 'Demo Partner',
  reference: 'demo-partner',
  contact: {
    userName: 'demo-contact',
    firstName: 'Demo',
    lastName: 'Contact',
    email: 'demo@example.com',
    phone: '+14155552671',
    userRole: 'Partner Supervisor',
  },
};

const RESELLER = { name: 'Demo Reseller', email: 'reseller@example.com', allowedUsers: -1, allowedOrganizations: 100 };

const create = async (url: string, token: string, key: string, body: object): Promise<{ readonly id: number | string }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { readonly id: number | string; readonly detail?: string };
  if (!response.ok) throw new Error(`The demo data could not be made: ${answer.detail ?? response.status}`);
  return answer;
};
