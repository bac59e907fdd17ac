import type { Allowances } from '../resellers/limits.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { type Key, resellerKey } from '../shared/table/keys.ts';
import type { Table } from '../shared/table/table.ts';
import type { Write } from '../shared/table/transaction.ts';
import { reserveSlots } from './capacity.ts';
import { type CreateDeps, type CreateRequest, openCreation } from './creation.ts';
import { insertion } from './store.ts';

interface GroupDeps extends CreateDeps {
  readonly table: Table;
}

/**
 * Creates organizations of a reseller together. Returns how many of the first requests one
 * transaction takes, and what creates them: it returns no replies when nothing was created because
 * one of them cannot be.
 */
export interface Groups {
  take(requests: readonly CreateRequest[]): { readonly size: number; readonly create: () => Promise<readonly Reply[] | undefined> };
}

/** Reads the reseller that organizations are to be created under. */
export const openGroups = async (resellerId: string, deps: GroupDeps): Promise<Groups> => {
  let found = (await deps.table.get(resellerKey(resellerId))) as unknown as Allowances | undefined;
  return {
    take: (requests) => {
      const group = groupOf(requests, deps);
      const size = group.replies.length;
      const users = requests.slice(0, size).map(({ body }) => body.allowedUsers);
      const slots = found && size > 0 ? reserveSlots(resellerId, users, found) : undefined;
      const create = async () => {
        if (size === 0) return [];
        if (!slots || !found || (await deps.table.tryCommit([...group.writes, slots]))) return undefined;
        found = { ...found, organizationCount: found.organizationCount + size };
        return group.replies;
      };
      return { size, create };
    },
  };
};

// Of one transaction, which also counts the organizations.
const MAX_WRITES = 100 - 1;

interface Group {
  readonly replies: readonly Reply[];
  readonly writes: readonly Write[];
}

/** A request that meets one before it, such as by its name, is left for the next group. */
const groupOf = (requests: readonly CreateRequest[], deps: CreateDeps): Group => {
  const replies: Reply[] = [];
  const writes: Write[] = [];
  const keys = new Set<string>();
  for (const request of requests) {
    const creation = creationOf(request, deps);
    const texts = creation.writes.map(({ key }) => textOf(key));
    if (writes.length + texts.length > MAX_WRITES || texts.some((text) => keys.has(text))) break;
    for (const text of texts) keys.add(text);
    replies.push(creation.reply);
    writes.push(...creation.writes);
  }
  return { replies, writes };
};

const creationOf = (request: CreateRequest, deps: CreateDeps) => {
  const { organization, reply, event } = openCreation(request, deps);
  return { reply, writes: [...request.remember(reply), event, ...insertion(request.params.resellerId, organization)] };
};

const textOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;
