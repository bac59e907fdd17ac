import type { Request } from '../history/spec.ts';
import type { Random } from '../shared/random.ts';
import type { Known } from './known.ts';
import { AT_PROOF } from './person.ts';

/** The fields that an organization is to have. */
export interface Named {
  readonly name: string;
  readonly externalId?: string;
  /** Another text in each request, so that each changes something. */
  readonly mark: string;
}

/** A request to a reseller or to one of its organizations. */
export type ResellerInput =
  | ({ readonly kind: 'create' } & Named)
  | ({ readonly kind: 'put'; readonly externalId: string } & Named)
  /** Creates in one request; each row is held to the model by itself. */
  | { readonly kind: 'batch'; readonly rows: readonly Named[] }
  /** Asks what would be done; nothing is. */
  | { readonly kind: 'dry run'; readonly of: ResellerInput }
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly name?: string;
      readonly externalId?: string | null;
      readonly mark: string;
      readonly ifMatch?: number;
    }
  | { readonly kind: 'delete'; readonly id: string; readonly ifMatch?: number }
  | { readonly kind: 'restore' | 'get'; readonly id: string }
  | { readonly kind: 'allow'; readonly allowed: number; readonly mark: string }
  | { readonly kind: 'list' | 'limits' | 'reseller' };

const NAMES = ['Acme', 'ACME', 'Globex', ' globex', 'Initech', 'Umbrella', 'Hooli', 'Stark', 'Wayne', 'Wonka', 'Tyrell', 'Cyberdyne'];
const EXTERNAL_IDS = ['crm-1', 'crm-2', 'crm-3', 'crm-4', 'CRM-1'];
const EMAIL = `owner.${AT_PROOF}`;

interface Choice {
  readonly known: Known;
  readonly mark: string;
  /** Those that the reseller may get. */
  readonly limits: readonly number[];
  /** Organizations that were deleted, the last one last. */
  readonly deleted: readonly string[];
}

const HAVE_DRY_RUNS: readonly ResellerInput['kind'][] = ['create', 'put', 'change', 'batch'];

/** The limits that a reseller may get, -1 for none: few, that are met often, or with room. */
export const LIMITS = { tight: [-1, 2, 3, 5], roomy: [-1, 6, 8, 12] } as const;

/** Chooses a request, now and then as a dry run. */
export const chooseForReseller = (random: Random, choice: Choice): ResellerInput => {
  const input = choose(random, choice);
  return HAVE_DRY_RUNS.includes(input.kind) && random.chance(0.05) ? { kind: 'dry run', of: input } : input;
};

/** Names and external ids are few, so that they collide. */
const choose = (random: Random, { known, mark, limits, deleted }: Choice): ResellerInput => {
  const named = (own = mark): Named => ({
    name: random.chance(0.6) ? random.pick(NAMES) : `Company ${own}`,
    mark: own,
    ...(random.chance(0.25) && { externalId: random.pick(EXTERNAL_IDS) }),
  });
  const target = known.pick(random);
  const part = random.below(100);
  if (part < 4) return { kind: 'batch', rows: Array.from({ length: 2 + random.below(4) }, (_, row) => named(`${mark}.${row}`)) };
  if (part < 30 || target === undefined) return { kind: 'create', ...named() };
  const { id, version } = target;
  const ifMatch = random.chance(0.3) ? { ifMatch: version } : {};
  if (part < 37) return { kind: 'put', ...named(), externalId: random.pick(EXTERNAL_IDS) };
  if (part < 55) return { kind: 'change', id, mark, ...changed(random), ...ifMatch };
  if (part < 68) return { kind: 'delete', id, ...ifMatch };
  if (part < 77) return { kind: 'restore', id: deleted.length > 0 && random.chance(0.7) ? random.pick(deleted.slice(-4)) : id };
  if (part < 85) return { kind: 'get', id };
  if (part < 90) return { kind: 'list' };
  if (part < 94) return { kind: 'limits' };
  if (part < 98) return { kind: 'allow', allowed: random.pick(limits), mark };
  return { kind: 'reseller' };
};

const MOST_AT_ONCE = 4;

/** Chooses creates that nothing but a limit can refuse: it often has room for some of them. */
export const rushOnReseller = (random: Random, markOf: (at: number) => string): readonly ResellerInput[] =>
  Array.from({ length: 2 + random.below(MOST_AT_ONCE - 1) }, (_, at) => ({
    kind: 'create',
    name: `Company ${markOf(at)}`,
    mark: markOf(at),
  }));

const changed = (random: Random) => ({
  ...(random.chance(0.4) && { name: random.pick(NAMES) }),
  ...(random.chance(0.2) && { externalId: random.chance(0.5) ? random.pick(EXTERNAL_IDS) : null }),
});

/** Returns the request of an input. */
export const requestToReseller = (resellerId: string, input: ResellerInput): Request => {
  const reseller = `/v3/resellers/${resellerId}`;
  const organizations = `${reseller}/organizations`;
  const fields = (named: Named) => ({ name: named.name, email: EMAIL, allowedUsers: 1, description: named.mark });
  const whole = (named: Named) => ({ ...fields(named), ...(named.externalId !== undefined && { externalId: named.externalId }) });
  switch (input.kind) {
    case 'create':
      return { method: 'POST', path: organizations, body: whole(input) };
    case 'batch': {
      const rows = input.rows.map((row) => ({ ...whole(row), idempotencyKey: row.mark }));
      return { method: 'POST', path: `${organizations}:batch`, body: { organizations: rows } };
    }
    case 'dry run': {
      const { path, ...request } = requestToReseller(resellerId, input.of);
      return { ...request, path: `${path}?dryRun=true`, hasNoKey: true };
    }
    case 'put':
      return { method: 'PUT', path: `${organizations}/by-external-id/${input.externalId}`, body: fields(input) };
    case 'change': {
      const { id, name, externalId, mark, ifMatch } = input;
      const body = { description: mark, ...(name !== undefined && { name }), ...(externalId !== undefined && { externalId }) };
      return { method: 'PATCH', path: `${organizations}/${id}`, body, ...(ifMatch !== undefined && { ifMatch }) };
    }
    case 'delete':
      return { method: 'DELETE', path: `${organizations}/${input.id}`, ...(input.ifMatch !== undefined && { ifMatch: input.ifMatch }) };
    case 'restore':
      return { method: 'POST', path: `${organizations}/${input.id}:restore` };
    case 'get':
      return { method: 'GET', path: `${organizations}/${input.id}` };
    case 'list':
      return { method: 'GET', path: `${organizations}?limit=100` };
    case 'limits':
      return { method: 'GET', path: `${reseller}/limits` };
    case 'reseller':
      return { method: 'GET', path: reseller };
    case 'allow':
      return { method: 'PATCH', path: reseller, body: { allowedOrganizations: input.allowed, description: input.mark } };
  }
};

/** The event that tells of an input that was done. */
export const EVENT_OF_RESELLER: Readonly<Partial<Record<ResellerInput['kind'], readonly string[]>>> = {
  create: ['reseller.organization.created'],
  put: ['reseller.organization.created', 'reseller.organization.updated'],
  change: ['reseller.organization.updated'],
  delete: ['reseller.organization.deleted'],
  restore: ['reseller.organization.restored'],
  allow: ['reseller.updated'],
};
