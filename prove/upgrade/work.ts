import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Random } from '../shared/random.ts';
import type { Client } from './client.ts';

/** An entity that the work has made, and whether it was deleted. */
export interface Made {
  readonly kind: 'partner' | 'reseller' | 'organization';
  readonly path: string;
  readonly id: string;
  readonly name: string;
  /** The random work leaves it alone. */
  readonly isSpared: boolean;
  isGone: boolean;
}

const CONTACT = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', phone: '+14155552671', userRole: 'Partner Supervisor' };

/** Makes random work of an API: entities are made, changed, deleted and restored. */
export const openWork = (random: Random) => {
  const made: Made[] = [];
  let count = 0;
  const fresh = (kind: string): string => {
    count += 1;
    return `${kind} ${random.below(2 ** 31).toString(36)}-${count}`;
  };
  const living = (kind: Made['kind']) => made.filter((one) => one.kind === kind && !one.isGone && !one.isSpared);
  const keep = (kind: Made['kind'], path: string, { id, name }: Item, isSpared = false): Made => {
    const one = { kind, path: `${path}/${id}`, id: String(id), name: String(name), isSpared, isGone: false };
    made.push(one);
    return one;
  };

  const newPartner = async (client: Client) => {
    const name = fresh('Partner');
    const parent = random.chance(0.5) ? living('partner')[0] : undefined;
    const contact = { ...CONTACT, userName: name.toLowerCase().replaceAll(' ', '-') };
    const body = { name, reference: name, contact, ...(parent && { parent: { id: Number(parent.id) } }) };
    return keep('partner', '/v1/partners', await client.post('/v1/partners', body));
  };
  const newReseller = async (client: Client) => {
    const body = { name: fresh('Reseller'), email: 'ops@example.com', allowedUsers: -1, allowedOrganizations: -1 };
    return keep('reseller', '/v3/resellers', await client.post('/v3/resellers', body));
  };
  const newOrganizationIn = async (client: Client, path: string, isSpared = false) => {
    const name = fresh('Organization');
    const body = { name, email: 'it@example.com', allowedUsers: 5, externalId: name.replaceAll(' ', '-') };
    return keep('organization', path, await client.post(path, body), isSpared);
  };
  const newOrganization = (client: Client) => newOrganizationIn(client, `${random.pick(living('reseller')).path}/organizations`);

  const change = async (client: Client, kind: Made['kind']) => {
    const all = living(kind);
    if (all.length === 0) return;
    const one = random.pick(all);
    const fields = { partner: { billingId: fresh('B') }, reseller: { description: fresh('D') }, organization: { description: fresh('D') } };
    await client.patch(one.path, random.chance(0.3) ? { name: fresh('Renamed') } : fields[kind]);
  };
  const remove = async (client: Client) => {
    const [one] = living('organization').slice(random.below(3));
    if (!one) return;
    await client.remove(one.path);
    one.isGone = true;
  };
  const restore = async (client: Client) => {
    const [one] = made.filter(({ kind, isGone, isSpared }) => kind === 'organization' && isGone && !isSpared);
    if (!one) return;
    await client.post(`${one.path}:restore`, undefined);
    one.isGone = false;
  };

  const STEPS = [
    newPartner,
    newReseller,
    ...[newOrganization, newOrganization, newOrganization],
    (client: Client) => change(client, 'partner'),
    ...Array.from({ length: 2 }, () => (client: Client) => change(client, 'reseller')),
    ...Array.from({ length: 3 }, () => (client: Client) => change(client, 'organization')),
    ...[remove, remove, restore],
  ];

  return {
    made: made as readonly Made[],
    /** Makes organizations of one reseller that the random work leaves alone. */
    async spare(client: Client) {
      const path = `${random.pick(living('reseller')).path}/organizations`;
      const renamed = await newOrganizationIn(client, path, true);
      return { path, renamed, removed: await newOrganizationIn(client, path, true) };
    },
    /** Does to them all that a later moment can differ by, whatever else the work comes to. */
    async changeSpared(client: Client, { path, renamed, removed }: Spared): Promise<void> {
      await client.patch(renamed.path, { description: fresh('D') });
      await client.patch(renamed.path, { name: fresh('Renamed') });
      await client.remove(removed.path);
      await newOrganizationIn(client, path, true);
    },
    /** Begins a part of the work, with one of each kind. */
    async begin(client: Client): Promise<void> {
      await newPartner(client);
      await newReseller(client);
      await newOrganization(client);
      await newOrganization(client);
    },
    /** Does some of it. */
    async go(client: Client, steps: number): Promise<void> {
      for (let step = 0; step < steps; step += 1) await random.pick(STEPS)(client);
    },
  };
};

/** Organizations that one moment has, and another has not or has changed. */
interface Spared {
  readonly path: string;
  readonly renamed: Made;
  readonly removed: Made;
}

export type Work = ReturnType<typeof openWork>;

/** Every entity as the API answers it: its body, or the status that says why there is none. */
export const readAll = async (client: Client, made: readonly Made[]): Promise<ReadonlyMap<string, Item | number>> => {
  const read = new Map<string, Item | number>();
  for (const { path } of made) {
    const { status, body } = await client.send({ path });
    read.set(path, status === 200 ? body : status);
  }
  return read;
};
