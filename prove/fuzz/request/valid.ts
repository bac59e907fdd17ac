import type { Contract } from '../../../functions/shared/contract/contract.ts';
import type { Random } from '../../shared/random.ts';
import type { Scene } from '../scene.ts';
import type { CallerKind, Draft } from './draft.ts';
import { type Json, jsonOf } from './json.ts';
import type { Pools, Seen } from './pools.ts';
import { makeValue, type Schema, type ValueOptions } from './values.ts';

/** Where a draft is made, and for whom. */
interface Place {
  readonly scene: Scene;
  readonly random: Random;
  readonly pools: Pools;
  readonly caller: CallerKind;
  /** The values of the path's variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Makes a valid request of an operation by a caller that mostly may make it. */
export const validDraft = (contract: Contract, scene: Scene, random: Random): Draft => {
  const { pools } = scene.own;
  const caller = callerOf(contract, random);
  const variables = variablesOf(contract, { pools, random, caller });
  const place: Place = { scene, random, pools, variables, caller };
  const authorization = scene.authorization[caller];
  const body = bodyOf(contract, place);
  const isPost = contract.method === 'POST' && contract.access !== 'public';
  return {
    operationId: contract.operationId,
    caller,
    method: contract.method,
    path: contract.path
      .slice(1)
      .split('/')
      .map((segment) => segment.replace(/\{(\w+)\}/, (_, name: string) => encodeURIComponent(variables[name] ?? ''))),
    query: queryOf(contract, place),
    headers: [
      ...(authorization === undefined ? [] : ([['authorization', authorization]] as const)),
      ...(body === undefined ? [] : ([['content-type', 'application/json']] as const)),
      ...(isPost && random.chance(0.3) ? ([['idempotency-key', `${scene.own.mark}-${random.below(2 ** 31).toString(36)}`]] as const) : []),
      ...(random.chance(0.05) ? ([['if-match', random.pick(['*', '"1"', '"1", "2"'])]] as const) : []),
    ],
    body: body === undefined ? undefined : { json: body },
  };
};

const RIGHT_CALLERS: Readonly<Record<string, readonly CallerKind[]>> = {
  partner: ['partner', 'partner', 'partner', 'user', 'operator'],
  reseller: ['reseller', 'reseller', 'reseller', 'operator'],
  any: ['partner', 'reseller', 'reseller', 'operator'],
  operator: ['operator', 'operator', 'reseller'],
  public: ['none', 'none', 'partner'],
};

const callerOf = ({ access }: Contract, random: Random): CallerKind => {
  const others: readonly CallerKind[] = ['none', 'lacking', 'nowhere', 'partner', 'reseller', 'user'];
  if (random.chance(0.1)) return random.pick(others);
  return random.pick(RIGHT_CALLERS[access === 'public' ? 'public' : access.tenant] ?? others);
};

const NOBODY = { partner: 1, id: 1, credential: 'ab', uuid: '01a22b74-19d9-774a-b369-50031a87de95' };

const variablesOf = ({ path }: Contract, from: Pick<Place, 'pools' | 'random' | 'caller'>): Readonly<Record<string, string>> => {
  const { pools, random, caller } = from;
  const one = <T>(pool: readonly T[], nobody: T): T => (pool.length === 0 ? nobody : random.pick(pool));
  const { partner, id, credential, uuid } = NOBODY;
  const seen = (pool: readonly Seen[]): string => one(seenBy(pool, caller), { by: caller, id: uuid }).id;
  const externalId = random.chance(0.5) ? one(pools.externalIds, 'x') : `x-${random.below(2 ** 31).toString(36)}`;
  // A token of the reseller may use no other.
  const [own = uuid] = pools.resellers;
  const resellerId = caller === 'reseller' ? own : one(pools.resellers, uuid);
  if (path.includes('{contactId}')) {
    const contact = one(pools.contacts, { partner, id });
    return { id: String(contact.partner), contactId: String(contact.id) };
  }
  if (path.includes('{credentialId}')) {
    const held = one(pools.credentials, { partner, id: credential });
    return { id: String(held.partner), credentialId: held.id };
  }
  if (path.includes('/organizations/{id}')) {
    const usable = caller === 'reseller' ? pools.organizations.filter(({ reseller }) => reseller === own) : pools.organizations;
    const organization = one(usable, { reseller: resellerId, id: uuid });
    return { resellerId: organization.reseller, id: organization.id };
  }
  if (path.startsWith('/v3/webhooks/')) return { id: seen(pools.webhooks) };
  if (path.startsWith('/v3/event-logs/')) return { id: seen(pools.events) };
  if (path.startsWith('/v3/webhook-event-logs/')) return { id: seen(pools.deliveries) };
  return { id: String(one(pools.partners, partner)), resellerId, externalId };
};

/** Those that the caller has seen; all when it has seen none. */
const seenBy = <T extends Seen>(pool: readonly T[], caller: CallerKind): readonly T[] => {
  const own = pool.filter(({ by }) => by === caller);
  return own.length > 0 ? own : pool;
};

const valuesOf = ({ random, scene }: Place): ValueOptions => ({ random, mark: scene.own.mark });

const queryOf = ({ operationId, query, queryTwins, dryRun }: Contract, place: Place): Draft['query'] => {
  const { random, pools, caller } = place;
  const part = queryTwins ? 0.01 : 0.2;
  const properties = (query?.properties ?? {}) as Readonly<Record<string, Schema>>;
  // The history of one thing is asked for by both.
  const isChosen = ([name]: readonly [string, Schema]) => !name.startsWith('resource') && random.chance(part);
  const cursors = seenBy(pools.cursors, caller).filter(({ list }) => list === operationId);
  const pairs = Object.entries(properties)
    .filter(isChosen)
    .flatMap(([name, schema]): Draft['query'] => {
      if (name === 'cursor') return cursors.length === 0 ? [] : [[name, random.pick(cursors).id]];
      const own = OWN_VALUES[name]?.(place);
      return [[name, encodeURIComponent(String(own ?? makeValue(name === 'email' ? EMAIL : schema, valuesOf(place))))]];
    });
  const { resource } = properties;
  const history = resource && random.chance(part) ? historyOf(resource, place) : [];
  return [...pairs, ...history, ...(dryRun && random.chance(0.1) ? [['dryRun', 'true'] as const] : [])];
};

// The pattern of a filter for addresses says less.
const EMAIL = { type: 'string', format: 'email' };

const historyOf = (resource: Schema, { random, pools }: Place): Draft['query'] => [
  ['resource', String(random.pick(resource.enum ?? ['organization']))],
  ['resourceId', random.pick(pools.organizations).id],
];

const bodyOf = (contract: Contract, place: Place): Json | undefined => {
  const schema = contract.documentedBody ?? contract.body;
  if (!schema) return undefined;
  const value = makeValue(schema as Schema, valuesOf(place)) as Record<string, unknown>;
  return jsonOf(owned(value, contract, place));
};

/** Values that have to be the tenant's own, or those of the path, for a request to be done. */
const OWN_VALUES: Readonly<Record<string, (place: Place) => unknown>> = {
  resellerId: ({ variables, pools, random }) => variables.resellerId ?? random.pick(pools.resellers),
  url: ({ scene, random }) => `${scene.receiverUrl}/${scene.own.mark}${random.chance(0.3) ? `/${random.below(100)}?a=b` : ''}`,
  token: ({ scene, random }) => `token-of-${scene.own.mark}-${random.below(2 ** 31)}`.padEnd(43, 'x'),
  externalId: ({ variables, scene, random }) => variables.externalId ?? `${scene.own.mark}-${random.below(2 ** 31).toString(36)}`,
  partner: ({ pools, random }) => random.pick(pools.partners),
  allowedUsers: ({ random }) => random.pick([-1, 0, 5, 40]),
  allowedOrganizations: ({ random }) => random.pick([-1, -1, 100_000]),
  version: () => undefined,
};

const owned = (value: Record<string, unknown>, contract: Contract, place: Place): Record<string, unknown> => {
  const { random, pools } = place;
  const own = Object.fromEntries(Object.keys(value).map((name) => [name, OWN_VALUES[name] ? OWN_VALUES[name](place) : value[name]]));
  if (Array.isArray(own.organizations)) {
    own.organizations = own.organizations.map((row) => owned(row as Record<string, unknown>, contract, place));
  }
  // A new partner needs its place; another place of an old one is a move.
  const placed = ['createPartner', 'putPartner'].includes(contract.operationId) || (own.parent !== undefined && random.chance(0.3));
  if (placed) own.parent = { id: random.pick(pools.partners) };
  else delete own.parent;
  // Its id would name another contact, or is made with the partner.
  if (typeof own.contact === 'object') own.contact = { ...own.contact, id: undefined };
  return own;
};
