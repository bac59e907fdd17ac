import type { Contract } from '../contract/contract.ts';
import { cursorSecretKey } from './keys.ts';
import { type Index, PARTITIONS } from './partitions.ts';

/** An action on items of the table. Each write of a transaction is authorised by itself. */
export type ItemAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

/** Actions, and the partitions of the table, or of an index, in which each is allowed. */
export type TableRights = Readonly<Partial<Record<ItemAction | `Query of ${Index}`, readonly string[]>>>;

const { answers, credentials, credentialUses, partners, resellers, signIns } = PARTITIONS;

/**
 * Verifies HTTP Basic: attempts are counted, and the use of an API credential is noted at most once
 * an hour. The use is apart from the credential: whoever could write that could become anybody.
 */
export const SIGN_IN: TableRights = {
  GetItem: [...credentials, ...partners],
  BatchGetItem: [...partners, ...signIns],
  UpdateItem: [...credentialUses, ...signIns],
  ConditionCheckItem: credentials,
  PutItem: signIns,
  DeleteItem: signIns,
};

/** Requires of a partner that writes, and of all above it, that they are active. */
export const ACTIVE_PARTNER: TableRights = { GetItem: partners, ConditionCheckItem: partners };

/** Requires of any tenant that writes that it is active: a partner, or a reseller that exists. */
export const ACTIVE_TENANT: TableRights = { GetItem: partners, ConditionCheckItem: [...partners, ...resellers] };

/** Makes a repeated POST answer as before. */
export const IDEMPOTENT: TableRights = { GetItem: answers, PutItem: answers };

/** Seals the cursors of a list; the first function that finds no secret makes it. */
const sealedCursors = ({ operationId }: Pick<Contract, 'operationId'>): TableRights => {
  const { pk } = cursorSecretKey(operationId);
  return { GetItem: [pk], PutItem: [pk] };
};

/** Returns what a dry run needs: it checks the conditions of all writes. */
export const dryRunRights = ({ PutItem = [], UpdateItem = [], DeleteItem = [] }: TableRights): TableRights => ({
  ConditionCheckItem: [...PutItem, ...UpdateItem, ...DeleteItem],
});

/** Returns the rights that a contract implies beside those of the operation itself. */
export const impliedRights = (contract: Contract): readonly TableRights[] => {
  const { access, method, query } = contract;
  const protectedBy = access === 'public' ? undefined : access;
  return [
    ...(protectedBy?.schemes.includes('basic') ? [SIGN_IN] : []),
    ...(protectedBy && method !== 'GET' ? activeTenantOf(protectedBy.tenant) : []),
    ...(protectedBy && method === 'POST' ? [IDEMPOTENT] : []),
    ...(query && 'cursor' in query.properties ? [sealedCursors(contract)] : []),
  ];
};

// The path of a reseller's routes names it, and its operations read it; the operator has no tenant.
const activeTenantOf = (tenant: Exclude<Contract['access'], 'public'>['tenant']): readonly TableRights[] => {
  if (tenant === 'partner') return [ACTIVE_PARTNER];
  return tenant === 'any' ? [ACTIVE_TENANT] : [];
};

/** Joins several sets of rights, with each partition once. */
export const joined = (sets: readonly TableRights[]): TableRights => {
  const all = sets.flatMap((rights) => Object.entries(rights) as [keyof TableRights, readonly string[]][]);
  const byAction = Map.groupBy(all, ([action]) => action);
  const ordered = (partitions: readonly string[]) => [...new Set(partitions)].toSorted((one, other) => (one < other ? -1 : 1));
  return Object.fromEntries([...byAction].map(([action, entries]) => [action, ordered(entries.flatMap(([, partitions]) => partitions))]));
};
