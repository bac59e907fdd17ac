import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { type WireAnswer, wire } from '../../testing/wire.ts';
import type { Random } from '../shared/random.ts';
import type { CallerKind } from './request/draft.ts';
import { newPools, type Pools } from './request/pools.ts';
import type { Target } from './target/target.ts';

/** One of two customers with a partner and a reseller, and all that they own. */
export interface Tenant {
  /** Is in each name, address and text of it, and nowhere else. */
  readonly mark: string;
  readonly pools: Pools;
  /** Its user name and secret of HTTP Basic. */
  readonly user: { readonly userName: string; readonly secret: string };
  /** The tokens of its webhook endpoints, which no answer shows. */
  readonly secrets: readonly string[];
}

/** The tenants and callers of a run. */
export interface Scene {
  /** The tenant that makes the requests. */
  readonly own: Tenant;
  /** The tenant of which they must neither learn nor change anything. */
  readonly other: Tenant;
  /** The line `Authorization` of each caller; none without. */
  readonly authorization: Readonly<Record<CallerKind, string | undefined>>;
  readonly receiverUrl: string;
  /** Undoes what the requests did to the tenant that makes them, as far as it stops later ones. */
  heal(): Promise<void>;
  stop(): void;
}

type Send = (method: string, path: string, body?: unknown, key?: string) => Promise<WireAnswer>;

/** Makes both tenants through the API, as the operator. */
export const openScene = async (target: Target, random: Random, receiverUrl: string): Promise<Scene> => {
  const operator = `Bearer ${await target.token({ permissions: PERMISSIONS })}`;
  const connection = wire(target.url);
  const send: Send = async (method, path, body, ownKey) => {
    const key = ownKey ?? (method === 'POST' ? randomUUID() : undefined);
    const headers = {
      authorization: operator,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const request = { method, path, headers, ...(body !== undefined && { payload: JSON.stringify(body) }) };
    const answer = await sendPatiently(() => connection.send(request));
    if (answer.status >= 300) throw new Error(`${method} ${path} of the scene is answered ${answer.status}: ${answer.text}`);
    return answer;
  };
  const [own, other] = [await makeTenant(send, 'ada', random, receiverUrl), await makeTenant(send, 'bea', random, receiverUrl)];
  const [partner = 0] = own.pools.partners;
  const [reseller = ''] = own.pools.resellers;
  const bearer = async (claims: Partial<Parameters<Target['token']>[0]>) =>
    `Bearer ${await target.token({ permissions: PERMISSIONS, subject: 'fuzz', ...claims })}`;
  const few = PERMISSIONS.filter((name) => name.endsWith('read'));

  return {
    own,
    other,
    receiverUrl,
    authorization: {
      operator,
      partner: await bearer({ partner }),
      reseller: await bearer({ reseller }),
      user: `Basic ${Buffer.from(`${own.user.userName}:${own.user.secret}`).toString('base64')}`,
      lacking: await bearer({ permissions: few, partner }),
      nowhere: await bearer({ partner: 1 }),
      none: undefined,
    },
    async heal() {
      for (const id of own.pools.partners.slice(0, 2)) await send('PATCH', `/v1/partners/${id}`, { isActive: true });
      await send('PATCH', `/v3/resellers/${reseller}`, { allowedUsers: -1, allowedOrganizations: -1 });
    },
    stop: connection.stop,
  };
};

/** While everything starts, a small machine may answer 503; a key makes a repeated POST safe. */
const sendPatiently = async (send: () => Promise<WireAnswer>): Promise<WireAnswer> => {
  for (let tries = 1; ; tries += 1) {
    const answer = await send();
    if (answer.status !== 503 || tries === TRIES) return answer;
    await setTimeout(1_000);
  }
};

const TRIES = 10;

const makeTenant = async (send: Send, who: string, random: Random, receiverUrl: string): Promise<Tenant> => {
  const mark = `${who}mark${random.below(2 ** 31).toString(36)}`;
  const pools = newPools();
  const person = (role: string, name: string) => ({
    userName: `${mark}-${name}`,
    firstName: `First ${mark}`,
    lastName: `Last ${mark}`,
    email: `${mark}.${name}@person.example`,
    phone: '+4915770077123',
    userRole: role,
  });
  const makePartner = async (name: string, parent?: number): Promise<number> => {
    const key = `key-${random.below(2 ** 31)}`;
    const { body } = await send(
      'POST',
      '/v1/partners',
      {
        name: `Partner ${mark} ${name}`,
        reference: `${mark}-reference-${name}`,
        externalId: `${mark}-external-${name}`,
        billingId: `${mark}-bill`,
        verificationPhrase: `phrase ${mark}`,
        contact: person('Partner Supervisor', name),
        ...(parent !== undefined && { parent: { id: parent } }),
      },
      key,
    );
    const id = Number(body.id);
    pools.keys.push(key);
    pools.names.push(`Partner ${mark} ${name}`, `${mark}-${name}`);
    pools.externalIds.push(`${mark}-external-${name}`);
    pools.partners.push(id);
    pools.contacts.push({ partner: id, id: Number((body.contact as { readonly id: number }).id) });
    return id;
  };
  const root = await makePartner('root');
  const child = await makePartner('child', root);
  const { body: user } = await send('POST', `/v1/partners/${root}/credentials`, { userRole: 'Partner Supervisor' });
  const { body: credential } = await send('POST', `/v1/partners/${child}/credentials`, { userRole: 'Partner User' });
  pools.credentials.push({ partner: child, id: String(credential.id) });
  const contact = await send('POST', `/v1/partners/${child}/contacts`, person('Partner User', 'second'));
  pools.contacts.push({ partner: child, id: Number(contact.body.id) });
  await makeReseller(send, { mark, pools, receiverUrl, random });
  const secrets = [`token-of-${mark}-reseller`, String(user.secret), String(credential.secret)];
  const events = await send('GET', '/v3/event-logs?limit=100&sort=-createdAt');
  const ofTenant = events.items.filter((entry) => JSON.stringify(entry).includes(mark));
  pools.events.push(...ofTenant.map(({ id }) => ({ by: 'operator' as const, id: String(id) })));
  return { mark, pools, user: { userName: String(user.userName), secret: String(user.secret) }, secrets };
};

interface ResellerOptions extends Pick<Tenant, 'mark' | 'pools'> {
  readonly receiverUrl: string;
  readonly random: Random;
}

const makeReseller = async (send: Send, { mark, pools, receiverUrl, random }: ResellerOptions): Promise<void> => {
  const texts = { email: `${mark}.ops@person.example`, description: `described ${mark}`, allowedUsers: -1 };
  const made = { ...texts, name: `Reseller ${mark}`, externalId: `${mark}-reseller`, allowedOrganizations: -1 };
  const reseller = String((await send('POST', '/v3/resellers', made)).body.id);
  pools.resellers.push(reseller);
  pools.names.push(`Reseller ${mark}`);
  const webhook = {
    name: `Endpoint ${mark}`,
    url: `${receiverUrl}/${mark}`,
    token: `token-of-${mark}-reseller`,
    events: ['reseller.*'],
    resellerId: reseller,
  };
  pools.webhooks.push({ by: 'reseller', id: String((await send('POST', '/v3/webhooks', webhook)).body.id) });
  // The last is in no pool, so that no request deletes it, nor the reseller with it.
  for (const name of ['one', 'two', 'three', 'last']) {
    const externalId = `${mark}-organization-${name}`;
    const organization = { ...texts, name: `Organization ${mark} ${name}`, externalId, metadata: { owner: mark }, address: { city: mark } };
    const path = `/v3/resellers/${reseller}/organizations`;
    const key = `key-${random.below(2 ** 31)}`;
    const { body } = await send('POST', path, organization, key);
    if (name === 'three') await send('DELETE', `${path}/${String(body.id)}`);
    if (name === 'last') continue;
    pools.keys.push(key);
    pools.externalIds.push(externalId);
    pools.names.push(`Organization ${mark} ${name}`);
    pools.organizations.push({ reseller, id: String(body.id) });
  }
};
