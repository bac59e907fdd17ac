import type { Access } from '../contract/access.ts';
import type { Caller } from '../contract/caller.ts';
import { isSameJson } from '../contract/json.ts';
import { Refusal } from '../contract/problems.ts';
import { allOf, anyOf, type Condition, exists, isAbsent, where } from '../table/condition.ts';
import { type Key, partnerKey, resellerKey } from '../table/keys.ts';
import { retryOnConflict, StaleReadError } from '../table/retry-on-conflict.ts';
import { replaceCommit, type Table } from '../table/table.ts';
import { check, contention, type Item, type Write } from '../table/transaction.ts';
import { credentialsInvalid } from './basic.ts';

/**
 * A condition of an item that makes the tenant of a caller active; `fault` returns why the item
 * does not meet it.
 */
interface Requirement {
  readonly key: Key;
  readonly condition: Condition;
  readonly fault: (item: Item | undefined) => Error | undefined;
}

/** Thrown when a partner, or an ancestor, was moved after its ancestors were read. */
class PartnerMoved extends Error {}

/**
 * Runs an operation on a table that only commits while the caller's tenant exists and is active. A
 * partner and its ancestors must be active, as HTTP Basic requires; a reseller must exist. The
 * condition is part of the same transaction, so that nothing is written after a deactivation. Under
 * the path of a reseller, each write requires that reseller itself.
 * @throws {Refusal} 403 `foreign-tenant` for a token, 401 `credentials-invalid` for a user
 */
export const withActiveTenant = <T>(
  access: Access,
  caller: Caller | undefined,
  table: Table,
  run: (table: Table) => Promise<T>,
): Promise<T> => {
  if (!caller || access === 'public' || access.tenant === 'reseller') return run(table);
  const { resellerId, partnerId } = caller;
  if (resellerId !== undefined && access.tenant === 'any')
    return run(withRequirementsOnCommit(table, [requireReseller(resellerId, caller)]));
  return partnerId === undefined ? run(table) : withActivePartner(partnerId, caller, table, run);
};

const withActivePartner = <T>(partnerId: number, caller: Caller, table: Table, run: (table: Table) => Promise<T>): Promise<T> => {
  // A user's partner was read when it signed in, just now.
  let known = caller.ancestors;
  return retryOnConflict(async () => {
    // Before the operation creates its ids and times, which should be written soon after.
    const ancestors = known ?? (await readAncestors(table, partnerId));
    known = undefined;
    const required = requireActiveBranch(partnerId, ancestors, caller);
    try {
      return await run(withRequirementsOnCommit(table, required));
    } catch (error) {
      throw error instanceof PartnerMoved ? new StaleReadError() : error;
    }
  });
};

const readAncestors = async (table: Table, partnerId: number): Promise<readonly number[]> =>
  ((await table.get(partnerKey(partnerId)))?.ancestors as readonly number[] | undefined) ?? [];

const requireActiveBranch = (partnerId: number, ancestors: readonly number[], caller: Caller): readonly Requirement[] => {
  const now = Date.now();
  const isActive = allOf(where('isActive', '=', true), anyOf(isAbsent('heldUntil'), where('heldUntil', '<', now)));
  const fault = (item: Item | undefined) => {
    if (item?.isActive !== true)
      return inactiveRefusal(caller, `The partner ${partnerId} does not exist, or it or one above it is inactive: it writes nothing.`);
    // It is about to be deactivated. A retry here would keep it from being deactivated.
    return Number(item.heldUntil ?? 0) >= now ? contention() : undefined;
  };
  return [
    {
      key: partnerKey(partnerId),
      condition: allOf(isActive, where('ancestors', '=', ancestors)),
      fault: (item) => fault(item) ?? (isSameJson(item?.ancestors, ancestors) ? undefined : new PartnerMoved()),
    },
    ...ancestors.map((id) => ({ key: partnerKey(id), condition: isActive, fault })),
  ];
};

const requireReseller = (resellerId: string, caller: Caller): Requirement => ({
  key: resellerKey(resellerId),
  condition: exists(),
  fault: (item) => (item ? undefined : inactiveRefusal(caller, `The reseller ${resellerId} does not exist: it writes nothing.`)),
});

/** The next request of a user is refused when it signs in; so is this one. */
const inactiveRefusal = ({ role }: Caller, detail: string): Refusal =>
  role === undefined ? new Refusal('foreign-tenant', detail) : credentialsInvalid();

/** Returns the same table, whose commits also require the requirements. */
const withRequirementsOnCommit = (table: Table, requirements: readonly Requirement[]): Table =>
  replaceCommit(table, (writes) => table.tryCommit(withRequirements(writes, requirements)));

/**
 * Joins the writes with the requirements of their items, after checks of the other items: a
 * transaction may name an item only once.
 */
const withRequirements = (writes: readonly Write[], requirements: readonly Requirement[]): readonly Write[] => [
  ...requirements
    .filter(({ key }) => !writes.some((write) => isSameKey(write.key, key)))
    .map(({ key, condition, fault }) => check(key, condition, (item) => fault(item) ?? new PartnerMoved())),
  ...writes.map((write) => {
    const required = requirements.find(({ key }) => isSameKey(write.key, key));
    return required ? join(write, required) : write;
  }),
];

const join = (write: Write, { condition, fault }: Requirement): Write => ({
  ...write,
  condition: allOf(write.condition, condition),
  refusal: (item) => fault(item) ?? write.refusal(item),
});

const isSameKey = (one: Key, other: Key): boolean => one.pk === other.pk && one.sk === other.sk;
