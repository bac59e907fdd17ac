import { isProblem, type ProblemCode, type TenantryClient } from '../../client/index.ts';
import { putOrganization } from '../organizations/contract-changes.ts';
import { putPartner } from '../partners/contract-changes.ts';
import { putReseller } from '../resellers/contract-changes.ts';
import { TENANT_TYPES, type TenantType } from './contract.ts';
import type { FieldSchema, Fields } from './declaration.ts';

/** A partner, reseller or organization as the API answers it. */
export interface Entity extends Fields {
  readonly id: string | number;
  readonly externalId?: string;
  readonly version: number;
}

/** Stands for an entity that was deleted, and can be restored. */
export const DELETED = 'deleted';

/** Where an entity is: under its parent, by its id. */
interface Place {
  readonly parent: string | undefined;
  readonly id: string;
}

/** Where a new entity is to be, with its external id in the fields. */
interface NewPlace {
  readonly parent: string | undefined;
  readonly externalId: string;
}

interface Options {
  readonly signal?: AbortSignal;
}

interface Matched extends Options {
  readonly ifMatch: Entity;
}

interface Keyed extends Options {
  readonly idempotencyKey: string;
}

/** One kind of tenant: its fields, and how the API is asked about it. */
export interface TenantKind {
  readonly noun: string;
  /** The schema of the body of its PUT. */
  readonly fields: FieldSchema & { readonly properties: Readonly<Record<string, FieldSchema>> };
  /** Members of that body that say where the entity is. */
  readonly notFields: readonly string[];
  /** Optional fields that PUT keeps when they are absent. */
  readonly kept: readonly string[];
  /** Fields whose absent members are kept. */
  readonly partlyDeclared: readonly string[];
  /** The fields that no declaration has, and that are sent back as they were read. */
  readonly sentBack: readonly string[];
  readonly path: (place: Place) => string;
  /** Returns the id of the parent, if the entity names it. */
  readonly parentOf: (entity: Entity) => string | undefined;
  /** Returns the entity, or nothing for one that is gone. */
  readonly get: (client: TenantryClient, place: Place, options: Options) => Promise<Entity | typeof DELETED | undefined>;
  readonly find: (client: TenantryClient, place: NewPlace, options: Options) => Promise<Entity | undefined>;
  readonly create: (client: TenantryClient, place: NewPlace, fields: Fields, options: Keyed) => Promise<Entity>;
  readonly put: (client: TenantryClient, place: NewPlace, fields: Fields, options: Matched) => Promise<Entity>;
  readonly update: (client: TenantryClient, place: Place, patch: Fields, options: Matched) => Promise<Entity>;
  readonly restore: (client: TenantryClient, place: Place, options: Keyed) => Promise<Entity>;
  readonly remove: (client: TenantryClient, place: Place, options: Options) => Promise<void>;
}

const NOT_FIELDS = ['externalId', 'version'];

const reseller: TenantKind = {
  ...{ noun: 'reseller', fields: putReseller.body, notFields: NOT_FIELDS, kept: [], partlyDeclared: [], sentBack: [] },
  path: ({ id }) => `/v3/resellers/${id}`,
  parentOf: () => undefined,
  get: (client, { id }, options) => unlessGone(client.resellers.get({ resellerId: id }, options), 'reseller-not-found'),
  find: async (client, { externalId }, options) => (await client.resellers.list({ externalId }, options).page()).items[0],
  create: (client, { externalId }, fields, options) => client.resellers.create({ ...fields, externalId } as never, options),
  put: (client, { externalId }, fields, options) => client.resellers.put({ ...fields, externalId } as never, options),
  update: (client, { id }, patch, options) => client.resellers.update({ ...patch, resellerId: id } as never, options),
  restore: () => Promise.reject(new Error('A reseller cannot be restored.')),
  remove: async (client, { id }, options) =>
    void (await unlessGone(client.resellers.delete({ resellerId: id }, options), 'reseller-not-found')),
};

const partner: TenantKind = {
  ...{ noun: 'partner', fields: putPartner.body, notFields: [...NOT_FIELDS, 'parent'], partlyDeclared: ['contact'] },
  kept: ['reference', 'isActive', 'verificationPhrase'],
  sentBack: ['verificationPhrase'],
  path: ({ id }) => `/v1/partners/${id}`,
  parentOf: ({ parent }) => (parent === undefined ? undefined : String((parent as { readonly id: number }).id)),
  get: (client, { id }, options) => unlessGone(client.partners.get({ id: Number(id) }, options), 'partner-not-found'),
  find: async (client, { parent, externalId }, options) => {
    const { items } = await client.partners.list({ externalId, ...(parent !== undefined && { partner: parent }) }, options).page();
    const [found] = items;
    // A list leaves out what only GET of one partner answers.
    return found && client.partners.get({ id: found.id }, options);
  },
  create: (client, place, fields, options) => client.partners.create({ ...fields, ...below(place) } as never, options),
  put: (client, place, fields, options) => client.partners.put({ ...fields, ...below(place) } as never, options),
  update: (client, { id }, { parent, ...patch }, options) =>
    client.partners.update({ ...patch, ...(parent !== undefined && { parent: { id: Number(parent) } }), id: Number(id) } as never, options),
  restore: () => Promise.reject(new Error('A partner cannot be restored.')),
  // The API deletes no partner.
  remove: async (client, { id }, options) =>
    void (await unlessGone(client.partners.update({ id: Number(id), isActive: false }, options), 'partner-not-found')),
};

const below = ({ parent, externalId }: NewPlace) => ({ externalId, ...(parent !== undefined && { parent: { id: Number(parent) } }) });

const organization: TenantKind = {
  ...{ noun: 'organization', fields: putOrganization.body, notFields: [...NOT_FIELDS, 'resellerId'] },
  ...{ kept: [], partlyDeclared: [], sentBack: [] },
  path: ({ parent, id }) => `/v3/resellers/${parent}/organizations/${id}`,
  parentOf: () => undefined,
  get: async (client, place, options) => {
    try {
      return await client.organizations.get(inReseller(place), options);
    } catch (error) {
      if (isProblem(error, 'organization-deleted')) return DELETED;
      if (isProblem(error, 'organization-not-found', 'reseller-not-found')) return undefined;
      throw error;
    }
  },
  find: async (client, { parent = '', externalId }, options) =>
    (await client.organizations.list({ resellerId: parent, externalId }, options).page()).items[0],
  create: (client, { parent, externalId }, fields, options) =>
    client.organizations.create({ ...fields, externalId, resellerId: parent } as never, options),
  put: (client, { parent, externalId }, fields, options) =>
    client.organizations.put({ ...fields, externalId, resellerId: parent } as never, options),
  update: (client, place, patch, options) => client.organizations.update({ ...patch, ...inReseller(place) } as never, options),
  restore: (client, place, options) => client.organizations.restore(inReseller(place), options),
  remove: async (client, place, options) => {
    const codes = ['organization-deleted', 'organization-not-found', 'reseller-not-found'] as const;
    await unlessGone(client.organizations.delete(inReseller(place), options), ...codes);
  },
};

const inReseller = ({ parent = '', id }: Place) => ({ resellerId: parent, id });

const unlessGone = async <T>(answer: Promise<T>, ...codes: readonly ProblemCode[]): Promise<T | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (isProblem(error, ...codes)) return undefined;
    throw error;
  }
};

/** The kinds of tenants, by the types of their custom resources. */
export const TENANT_KINDS: Readonly<Record<TenantType, TenantKind>> = {
  [TENANT_TYPES.reseller]: reseller,
  [TENANT_TYPES.partner]: partner,
  [TENANT_TYPES.organization]: organization,
};
