import { SIGN_IN_NOTE, withLimits } from '../../shared/base/deadline.ts';
import { timeOf, timeText } from '../../shared/contract/time.ts';
import { ALWAYS, anyOf, isAbsent, where } from '../../shared/table/condition.ts';
import { credentialKey, credentialUseKey } from '../../shared/table/keys.ts';
import type { Page } from '../../shared/table/queries.ts';
import type { Table } from '../../shared/table/table.ts';
import { change, check, type Item, type RefusalOf, remove, type Write } from '../../shared/table/transaction.ts';

/** What is known of an API credential whose use is noted. */
interface Used {
  readonly userName: string;
  readonly id: string;
}

/** Thrown when the use of this hour was noted by another function; with the time that it noted (milliseconds since 1970). */
class NotedBefore extends Error {
  readonly at: number;

  constructor(existing: Item | undefined) {
    super('noted within the hour');
    this.at = timeOf(String(existing?.lastUsedAt));
  }
}

const USE_INTERVAL_MS = 3_600_000;
/** How many credentials a function remembers the last noted use of. */
const MOST_NOTED = 1000;

/**
 * When API credentials were last used, to the hour: it costs one write an hour and not one a request. It stands apart from the credentials,
 * so that a function that only signs callers in needs no right to write what they sign in with.
 */
export const lastUses = (table: Pick<Table, 'commit' | 'getAll'>) => {
  const noted = new Map<string, number>();
  return {
    /** Notes a use now, unless one was noted within the hour. Never fails. */
    note: async ({ userName, id }: Used): Promise<void> => {
      const now = Date.now();
      if (now - (noted.get(userName) ?? 0) < USE_INTERVAL_MS) return;
      if (noted.size >= MOST_NOTED) noted.clear();
      try {
        await withLimits(SIGN_IN_NOTE, () => table.commit(noteWrites(userName, id, now)));
        noted.set(userName, now);
      } catch (error) {
        if (error instanceof NotedBefore) noted.set(userName, error.at);
      }
    },

    /** Returns a page of credentials, each with its last use. */
    withLastUses: async ({ items, ...rest }: Page): Promise<Page> => {
      const uses = await table.getAll(items.map(({ userName }) => credentialUseKey(String(userName))));
      const byKey = new Map(uses.map(({ pk, lastUsedAt }) => [pk, lastUsedAt]));
      const withUse = (item: Item): Item => {
        const lastUsedAt = byKey.get(credentialUseKey(String(item.userName)).pk);
        return lastUsedAt === undefined ? item : { ...item, lastUsedAt };
      };
      return { items: items.map(withUse), ...rest };
    },
  };
};

// The check keeps the use of a credential that was revoked just now from being left behind.
const noteWrites = (userName: string, id: string, now: number): readonly Write[] => {
  const before = timeText(now - USE_INTERVAL_MS);
  return [
    check(credentialKey(userName), where('id', '=', id), () => new Error('revoked meanwhile')),
    change(
      credentialUseKey(userName),
      { set: { type: 'credential-use', lastUsedAt: timeText(now) } },
      anyOf(isAbsent(), where('lastUsedAt', '<', before)),
      (existing) => new NotedBefore(existing),
    ),
  ];
};

/** Returns the write that forgets the use of an API credential, noted or not. */
export const forgetUse = (userName: string, refusal: RefusalOf): Write => remove(credentialUseKey(userName), ALWAYS, refusal);
