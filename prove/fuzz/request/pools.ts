import type { Random } from '../../shared/random.ts';
import type { CallerKind } from './draft.ts';

/** An id or a cursor, and the caller that may use it. */
export interface Seen {
  readonly by: CallerKind;
  readonly id: string;
}

/** Ids and other values that requests of one tenant are about; they grow with what it creates. */
export interface Pools {
  readonly partners: number[];
  readonly contacts: { readonly partner: number; readonly id: number }[];
  readonly credentials: { readonly partner: number; readonly id: string }[];
  readonly resellers: string[];
  readonly organizations: { readonly reseller: string; readonly id: string }[];
  readonly webhooks: Seen[];
  readonly events: Seen[];
  readonly deliveries: Seen[];
  readonly externalIds: string[];
  readonly cursors: (Seen & { readonly list: string })[];
  readonly keys: string[];
  /** Names as they are stored, of partners, users, resellers and organizations. */
  readonly names: string[];
}

/** Makes pools without anything in them. */
export const newPools = (): Pools => ({
  partners: [],
  contacts: [],
  credentials: [],
  resellers: [],
  organizations: [],
  webhooks: [],
  events: [],
  deliveries: [],
  externalIds: [],
  cursors: [],
  keys: [],
  names: [],
});

/** So many of a kind are chosen from. */
const MOST = 60;
/** The first of each kind stay: they belong to what the tenant began with. */
const KEPT = 4;

/** Adds a value; a full pool loses one of the later ones. */
export const remember = <T>(pool: T[], value: T, random: Random): void => {
  if (pool.length < MOST) pool.push(value);
  else pool[KEPT + random.below(MOST - KEPT)] = value;
};

/** An answer, as far as it is remembered. */
export interface Learnt {
  readonly caller: CallerKind;
  readonly operationId: string;
  readonly status: number;
  readonly headers: Readonly<Partial<Record<string, string>>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly path: string;
}

type Learn = (pools: Pools, answer: Learnt, random: Random) => void;

const partnerOf = (path: string): number => Number(path.split('/')[3]);

const OF_CREATED: Readonly<Record<string, Learn>> = {
  createPartner: ({ partners, contacts }, { body }, random) => {
    remember(partners, Number(body.id), random);
    remember(contacts, { partner: Number(body.id), id: Number((body.contact as { readonly id: number }).id) }, random);
  },
  putPartner: ({ partners, externalIds }, { body }, random) => {
    remember(partners, Number(body.id), random);
    remember(externalIds, String(body.externalId), random);
  },
  createContact: ({ contacts }, { body, path }, random) => remember(contacts, { partner: partnerOf(path), id: Number(body.id) }, random),
  createCredential: ({ credentials }, { body, path }, random) =>
    remember(credentials, { partner: partnerOf(path), id: String(body.id) }, random),
  createReseller: ({ resellers }, { body }, random) => remember(resellers, String(body.id), random),
  putReseller: ({ resellers, externalIds }, { body }, random) => {
    remember(resellers, String(body.id), random);
    remember(externalIds, String(body.externalId), random);
  },
  createOrganization: ({ organizations }, { body, path }, random) =>
    remember(organizations, { reseller: path.split('/')[3] ?? '', id: String(body.id) }, random),
  putOrganization: ({ organizations, externalIds }, { body, path }, random) => {
    remember(organizations, { reseller: path.split('/')[3] ?? '', id: String(body.id) }, random);
    remember(externalIds, String(body.externalId), random);
  },
  createWebhook: ({ webhooks }, { body, caller }, random) => remember(webhooks, { by: caller, id: String(body.id) }, random),
};

/** Remembers what an answer to the tenant says of its own things. */
export const learn: Learn = (pools, answer, random) => {
  const { operationId, status, headers, body, items, caller } = answer;
  if (status === 201) OF_CREATED[operationId]?.(pools, answer, random);
  if (status !== 200) return;
  for (const { id } of items) {
    if (operationId === 'listEventLogs') remember(pools.events, { by: caller, id: String(id) }, random);
    if (operationId === 'listDeliveries') remember(pools.deliveries, { by: caller, id: String(id) }, random);
  }
  const next = /[?&]cursor=([^&>]+)/.exec(headers.link ?? '')?.[1] ?? headers['resume-cursor'] ?? body.next;
  if (typeof next === 'string') remember(pools.cursors, { by: caller, id: next, list: operationId }, random);
};
