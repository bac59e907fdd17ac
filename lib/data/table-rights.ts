import type { Contract } from '../../functions/shared/contract/contract.ts';
import { cursorSecretKey } from '../../functions/shared/table/keys.ts';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';

/** What may be done to items of the table; the writes within a transaction are authorised one by one, by these. */
export type ItemAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

/** Actions, and the partitions in which each is allowed. */
export type TableRights = Readonly<Partial<Record<ItemAction, readonly string[]>>>;

const { answers, credentials, credentialUses, partners, resellers, signIns } = PARTITIONS;

/**
 * What HTTP Basic is verified with: attempts are counted, and the use of an API credential is noted at most once an hour. The use is
 * apart from the credential itself, because whoever could write that could become anybody.
 */
export const SIGN_IN: TableRights = {
  GetItem: [...credentials, ...partners],
  BatchGetItem: [...partners, ...signIns],
  UpdateItem: [...credentialUses, ...signIns],
  ConditionCheckItem: credentials,
  PutItem: signIns,
  DeleteItem: signIns,
};

/** What requires of a partner that writes, and of all above it, that they are active. */
export const ACTIVE_PARTNER: TableRights = { GetItem: partners, ConditionCheckItem: partners };

/** What requires of any tenant that writes that it is active: a partner, or a reseller that exists. */
export const ACTIVE_TENANT: TableRights = { GetItem: partners, ConditionCheckItem: [...partners, ...resellers] };

/** What makes a repeated POST answer as before. */
export const IDEMPOTENT: TableRights = { GetItem: answers, PutItem: answers };

/** What seals the cursors of the list that an operation answers; the first function that finds no secret makes it. */
export const cursors = ({ operationId }: Pick<Contract, 'operationId'>): TableRights => {
  const { pk } = cursorSecretKey(operationId);
  return { GetItem: [pk], PutItem: [pk] };
};

/** Writes that can be rehearsed: a dry run checks the conditions of all of them. */
export const withDryRun = (writes: TableRights): TableRights =>
  joined([
    writes,
    { ConditionCheckItem: [writes.PutItem, writes.UpdateItem, writes.DeleteItem].flatMap((partitions) => partitions ?? []) },
  ]);

/** All rights of several sets, each partition once. */
export const joined = (sets: readonly TableRights[]): TableRights => {
  const all = sets.flatMap((rights) => Object.entries(rights) as [ItemAction, readonly string[]][]);
  const byAction = Map.groupBy(all, ([action]) => action);
  const ordered = (partitions: readonly string[]) => [...new Set(partitions)].toSorted((one, other) => (one < other ? -1 : 1));
  return Object.fromEntries([...byAction].map(([action, entries]) => [action, ordered(entries.flatMap(([, partitions]) => partitions))]));
};
