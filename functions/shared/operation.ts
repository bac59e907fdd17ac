import type { Statuses } from './contract/callers.ts';
import type { Contract } from './contract/contract.ts';
import { dryRunRights, impliedRights, joined, type TableRights } from './table/rights.ts';

/**
 * An environment variable that a handler reads, except those that every function has.
 * `lib/api/operation-settings.ts` has the values.
 */
export type OperationSetting =
  | 'BATCHES_AT_ONCE'
  | 'DELIVERY_LOG_DAYS'
  | 'EVENT_BUS_NAME'
  | 'OPERATOR_ENDPOINTS'
  | 'RESTORE_DAYS'
  | 'WEBHOOK_HEALTHY_AFTER_MINUTES'
  | 'WEBHOOK_LOCAL_URLS'
  | 'WEBHOOK_QUOTA'
  | 'WEBHOOK_QUOTA_PER_TENANT'
  | 'WELCOME_EMAILS_PER_ADDRESS'
  | 'WELCOME_EMAILS_PER_PARTNER'
  | 'WELCOME_EMAILS_PER_TREE';

/** A request that needs other rights than the usual request of its operation. */
interface Variant {
  readonly asks: string;
  readonly callers: Statuses;
}

/** An operation's entry in the registry of its slice: everything except its contract. */
export interface Entry {
  /** The file under functions/ that exports the `handler`, without its extension. */
  readonly handler: `${string}/${string}`;
  /** The status of a valid request, by kind of caller; a test sends them all. */
  readonly callers: Statuses;
  /** By name; each has a request in test/integration/valid-requests.ts. */
  readonly variants?: Readonly<Record<string, Variant>>;
  /**
   * Its rights to the table, except those that its contract implies (`impliedRights`,
   * `dryRunRights`).
   */
  readonly rights: TableRights;
  readonly settings?: readonly OperationSetting[];
  /** The id of its construct; the name of the handler's file when absent. */
  readonly id?: string;
  /** 10 by default. An HTTP API waits 30 seconds. */
  readonly timeoutSeconds?: number;
  /** The key of `concurrency.reserved` with which an operator reserves concurrency for it. */
  readonly reserved?: 'batches';
  /** Marks an operation that the fallback function answers: it has no function and no route. */
  readonly inFallback?: true;
  /** Marks an operation that answers dry runs without checking the conditions of its writes. */
  readonly ownDryRun?: true;
}

/** An operation with its contract, function, route, rights and callers. */
export interface RegisteredOperation<C extends Contract = Contract> extends Omit<Entry, 'ownDryRun'> {
  readonly contract: C;
  readonly id: string;
  readonly settings: readonly OperationSetting[];
}

type ContractName<M> = keyof M & { [Name in keyof M]: M[Name] extends Contract ? Name : never }[keyof M];

type EntryOf<Name, C> = C extends { readonly operationId: Name } ? Entry : `the operationId of a contract is its name: ${Name & string}`;

/**
 * Registers the operations of a slice. Every contract that its contract files export has an entry,
 * and there is no other entry.
 * @throws {RegistryError} when an entry is incomplete, which the compiler refuses too
 */
export const operationsOf = <M extends object>(
  contracts: M,
  entries: { readonly [Name in ContractName<M>]: EntryOf<Name, M[Name]> },
): { readonly [Name in ContractName<M>]: RegisteredOperation<M[Name] & Contract> } =>
  Object.fromEntries(
    Object.entries(entries as Readonly<Record<string, Entry>>).map(([name, entry]) => [
      name,
      registered(contracts[name as keyof M] as Contract | undefined, name, entry),
    ]),
  ) as { readonly [Name in ContractName<M>]: RegisteredOperation<M[Name] & Contract> };

/** Thrown for an incomplete entry in code that the compiler has not checked. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

const registered = (contract: Contract | undefined, name: string, { ownDryRun, ...entry }: Entry): RegisteredOperation => {
  if (!contract) throw new RegistryError(`The entry ${name} has no contract: export one of that name from a contract file of its slice.`);
  const missing = (['handler', 'callers', 'rights'] as const).find((property) => entry[property] === undefined);
  if (missing) throw new RegistryError(`The entry ${name} has no \`${missing}\`: add it in the operations.ts of its slice.`);
  const checks = contract.dryRun && !ownDryRun ? [dryRunRights(entry.rights)] : [];
  return {
    ...entry,
    contract,
    id: entry.id ?? idOf(entry.handler),
    settings: entry.settings ?? [],
    rights: joined([...impliedRights(contract), entry.rights, ...checks]),
  };
};

/** Returns the id of a construct: `Create` for `organizations/create`. */
const idOf = (handler: string): string => {
  const file = handler.slice(handler.lastIndexOf('/') + 1);
  return file.charAt(0).toUpperCase() + file.slice(1);
};
