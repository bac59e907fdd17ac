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

/** What must hold of an item for the tenant of a caller to be active; `fault` says why it does not, by the item as it is. */
interface Requirement {
  readonly key: Key;
  readonly condition: Condition;
  readonly fault: (item: Item | undefined) => Error | undefined;
}

/** Thrown when a partner, or one above it, was moved after its place was read. */
class PartnerMoved extends Error {}

/**
 * Runs an operation that writes on a table which takes its writes only while the tenant that the caller acts for exists and is active: a
 * partner, and all above it, as HTTP Basic requires it; or a reseller. It is a condition of the same transaction, so that nothing is
 * written after a deactivation. Under the path of a reseller each write requires that reseller itself.
 * @throws {Refusal} 403 `foreign-tenant` for a token, 401 `credentials-invalid` for a user
 */
export const inActiveTenant = <T>(
  access: Access,
  caller: Caller | undefined,
  table: Table,
  run: (table: Table) => Promise<T>,
): Promise<T> => {
  if (!caller || access === 'public' || access.tenant === 'reseller') return run(table);
  const { resellerId, partnerId } = caller;
  if (resellerId !== undefined && access.tenant === 'any') return run(requiring(table, [resellerExists(resellerId, caller)]));
  return partnerId === undefined ? run(table) : inActivePartner(partnerId, caller, table, run);
};

const inActivePartner = <T>(partnerId: number, caller: Caller, table: Table, run: (table: Table) => Promise<T>): Promise<T> =>
  retryOnConflict(async () => {
    // Before the operation draws its ids and times, which are to be written soon after.
    const partner = await table.get(partnerKey(partnerId));
    const required = branchIsActive(partnerId, (partner?.ancestors as readonly number[] | undefined) ?? [], caller);
    try {
      return await run(requiring(table, required));
    } catch (error) {
      throw error instanceof PartnerMoved ? new StaleReadError() : error;
    }
  });

const branchIsActive = (partnerId: number, ancestors: readonly number[], caller: Caller): readonly Requirement[] => {
  const now = Date.now();
  const isActive = allOf(where('isActive', '=', true), anyOf(isAbsent('heldUntil'), where('heldUntil', '<', now)));
  const fault = (item: Item | undefined) => {
    if (item?.isActive !== true)
      return inactive(caller, `The partner ${partnerId} does not exist, or it or one above it is inactive: it writes nothing.`);
    // It is about to be deactivated. Not to be decided again here: that would keep it from being deactivated.
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

const resellerExists = (resellerId: string, caller: Caller): Requirement => ({
  key: resellerKey(resellerId),
  condition: exists(),
  fault: (item) => (item ? undefined : inactive(caller, `The reseller ${resellerId} does not exist: it writes nothing.`)),
});

/** The next request of a user is refused where it signs in; so is this one. */
const inactive = ({ role }: Caller, detail: string): Refusal =>
  role === undefined ? new Refusal('foreign-tenant', detail) : credentialsInvalid();

/** Returns the same table, whose commits also meet the requirements. */
const requiring = (table: Table, requirements: readonly Requirement[]): Table =>
  replaceCommit(table, (writes) => table.tryCommit(withRequirements(writes, requirements)));

/** The writes, each joined with what is required of its item, behind checks of the items that they leave alone: a transaction names an item once. */
const withRequirements = (writes: readonly Write[], requirements: readonly Requirement[]): readonly Write[] => [
  ...requirements
    .filter(({ key }) => !writes.some((write) => isSameKey(write.key, key)))
    .map(({ key, condition, fault }) => check(key, condition, (item) => fault(item) ?? new PartnerMoved())),
  ...writes.map((write) => {
    const required = requirements.find(({ key }) => isSameKey(write.key, key));
    return required ? joined(write, required) : write;
  }),
];

const joined = (write: Write, { condition, fault }: Requirement): Write => ({
  ...write,
  condition: allOf(write.condition, condition),
  refusal: (item) => fault(item) ?? write.refusal(item),
});

const isSameKey = (one: Key, other: Key): boolean => one.pk === other.pk && one.sk === other.sk;
