import { isProblem, type TenantryClient } from '../../client/index.ts';
import type { Declaration, Fields } from './declaration.ts';
import { decidedFields, driftOf, isApplied, patchBetween } from './drift.ts';
import { DELETED, type Entity, type TenantKind } from './kinds.ts';

export interface Deps {
  readonly kind: TenantKind;
  readonly client: TenantryClient;
  /** The id of CloudFormation's request, which is the same when the function is run again. */
  readonly requestId: string;
  /** The API had another address before: an id may be that of a stranger there. */
  readonly isOtherApi?: boolean;
  /** Ends all calls. */
  readonly signal?: AbortSignal;
}

/** The entity as the API has it now, and the names of what was changed outside before. */
export interface Applied {
  readonly entity: Entity;
  readonly drift: readonly string[];
}

/**
 * Creates a tenant, or takes over the one with its external id if the declaration says so. A
 * repeated request gets the answer of the first, by its idempotency key.
 * @throws {Error} when there is another one with its external id
 */
export const createTenant = async (desired: Declaration, deps: Deps): Promise<Applied> => {
  const { kind, client, requestId } = deps;
  if (desired.adopt) {
    const adopted = await retryStale(async () => {
      const existing = await kind.find(client, desired, optionsOf(deps));
      if (existing === undefined) return undefined;
      // Without a parent, credentials that are bound to a partner find its children, not roots.
      requireMovable(kind.parentOf(existing), desired, kind);
      return replace(existing, desired, deps);
    });
    if (adopted) return { entity: adopted, drift: [] };
  }
  try {
    return { entity: await kind.create(client, desired, desired.fields, { ...optionsOf(deps), idempotencyKey: requestId }), drift: [] };
  } catch (error) {
    if (!isProblem(error, 'external-id-taken')) throw error;
    throw new Error(
      `There is already a ${kind.noun} with the external id ${desired.externalId}. Take it over with \`adopt: true\`, or choose another external id.`,
    );
  }
};

/**
 * Changes a tenant in place, and reports what was changed outside since it was declared as
 * `former`. One that was deleted outside is restored, or created again where that is not possible.
 * @throws {Error} for a place that it cannot move to, and for drift if the declaration says so
 */
export const updateTenant = (id: string, former: Declaration, desired: Declaration, deps: Deps): Promise<Applied> =>
  retryStale(async () => {
    const { kind, client, requestId } = deps;
    const place = { parent: desired.parent, id };
    const found = await kind.get(client, place, optionsOf(deps));
    if (found === undefined) {
      await requireNotBelow(former, { id, desired, deps });
      return { ...(await createTenant(desired, deps)), drift: [DELETED] };
    }
    const current = found === DELETED ? await kind.restore(client, place, { ...optionsOf(deps), idempotencyKey: requestId }) : found;
    requireSame(current, [former, desired], deps);
    requireMovable(kind.parentOf(current), desired, kind);
    const drift = driftOf(kind, current, former, desired);
    const reported = found === DELETED ? [DELETED, ...drift] : drift;
    if (drift.length > 0 && [former, desired].some(({ driftPolicy }) => driftPolicy === 'fail')) {
      if (isApplied(kind, current, former, desired)) return { entity: current, drift: reported };
      throw new Error(`The ${kind.noun} ${desired.externalId} was changed outside of the stack: ${drift.join(', ')}.`);
    }
    return { entity: await replace(current, desired, deps), drift: reported };
  });

/** Deletes a tenant; one that is gone is none to delete. A partner is deactivated instead. */
export const deleteTenant = (id: string, { parent }: Declaration, deps: Deps): Promise<void> =>
  deps.kind.remove(deps.client, { parent, id }, optionsOf(deps));

const optionsOf = ({ signal }: Deps) => (signal ? { signal } : {});

/** Replaces the fields: by PUT where the entity is, by one PATCH when it moves there. */
const replace = (current: Entity, desired: Declaration, deps: Deps): Promise<Entity> => {
  const { kind, client } = deps;
  const options = { ...optionsOf(deps), ifMatch: current };
  const parent = kind.parentOf(current) ?? desired.parent;
  if (current.externalId === desired.externalId && parent === desired.parent)
    return kind.put(client, desired, { ...sentBack(current, kind), ...desired.fields }, options);
  const place = { parent, id: String(current.id) };
  const move = { externalId: desired.externalId, ...(parent !== desired.parent && { parent: desired.parent }) };
  return kind.update(client, place, { ...patchBetween(decidedFields(kind, current, desired), desired.fields), ...move }, options);
};

// A template would show it, so that no declaration has it, and PUT would remove it.
const sentBack = (current: Entity, { sentBack: names }: TenantKind): Fields =>
  Object.fromEntries(names.filter((name) => current[name] !== undefined).map((name) => [name, current[name]]));

/** Refuses what the API does not do: its organizations stay in their reseller. */
const requireNotBelow = async (
  former: Declaration,
  { id, desired, deps }: { readonly id: string; readonly desired: Declaration; readonly deps: Deps },
): Promise<void> => {
  const { kind, client } = deps;
  if (former.parent === desired.parent || (await kind.get(client, { parent: former.parent, id }, optionsOf(deps))) === undefined) return;
  throw new Error(
    `The ${kind.noun} ${desired.externalId} cannot move to another reseller. Declare it there under another construct id, and remove this one.`,
  );
};

/** Refuses an entity of another installation that has the same id: partners have numbers. */
const requireSame = ({ id, externalId }: Entity, declared: readonly Declaration[], { kind, isOtherApi }: Deps): void => {
  if (!isOtherApi || declared.some((one) => one.externalId === externalId)) return;
  throw new Error(
    `At the new address of the API, the ${kind.noun} ${id} has another external id, so that it is another one. Declare it under another construct id.`,
  );
};

/** Refuses a move that could not be undone if the deployment fails later. */
const requireMovable = (parent: string | undefined, desired: Declaration, { noun }: TenantKind): void => {
  if (noun !== 'partner' || (parent === undefined) === (desired.parent === undefined)) return;
  throw new Error(`The partner ${desired.externalId} can be moved to another parent, but not to or from the root partners.`);
};

const ATTEMPTS = 5;

/**
 * Repeats work that somebody else's change has overtaken, or its own whose answer was lost: it
 * reads again.
 */
const retryStale = async <T>(work: () => Promise<T>, attempts = ATTEMPTS): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!isProblem(error, 'version-mismatch') || attempts <= 1) throw error;
    return retryStale(work, attempts - 1);
  }
};
