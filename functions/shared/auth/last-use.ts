import { SIGN_IN_WRITE_LIMITS, withLimits } from '../base/deadline.ts';
import { isDuring, OVER, type Span, spanFrom } from '../base/span.ts';
import { timeOf, timeText } from '../contract/time.ts';
import { ALWAYS, anyOf, isAbsent, where } from '../table/condition.ts';
import { credentialKey, credentialUseKey } from '../table/keys.ts';
import type { Page } from '../table/queries.ts';
import type { Table } from '../table/table.ts';
import { change, check, type Item, type RefusalOf, remove, type Write } from '../table/transaction.ts';

/** The API credential whose use is recorded. */
interface UsedCredential {
  readonly userName: string;
  readonly id: string;
}

/**
 * Thrown when another function recorded a use within the hour, with its time in milliseconds since
 * 1970.
 */
class AlreadyRecorded extends Error {
  readonly at: number;

  constructor(existing: Item | undefined) {
    super('noted within the hour');
    this.at = timeOf(String(existing?.lastUsedAt));
  }
}

const USE_INTERVAL_MS = 3_600_000;
/** The number of credentials whose last recorded use a function remembers. */
const MAX_REMEMBERED = 1000;

/**
 * Creates the store of the last uses of API credentials, to the hour: one write an hour, not one a
 * request. They are items apart, so that a function that only authenticates callers needs no right
 * to write credentials.
 */
export const lastUses = (table: Pick<Table, 'commit' | 'getAll'>) => {
  const recorded = new Map<string, Span>();
  return {
    /** Records a use, unless one was recorded within the hour. Never fails. */
    recordUse: async ({ userName, id }: UsedCredential): Promise<void> => {
      const now = Date.now();
      if (isDuring(recorded.get(userName) ?? OVER, now)) return;
      if (recorded.size >= MAX_REMEMBERED) recorded.clear();
      try {
        await withLimits(SIGN_IN_WRITE_LIMITS, () => table.commit(recordWrites(userName, id, now)));
        recorded.set(userName, spanFrom(now, USE_INTERVAL_MS));
      } catch (error) {
        if (error instanceof AlreadyRecorded) recorded.set(userName, spanFrom(Math.min(error.at, now), USE_INTERVAL_MS));
      }
    },

    /** Adds its last use to each credential of a page. */
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

// The check prevents that the use of a credential that was just revoked is left behind.
const recordWrites = (userName: string, id: string, now: number): readonly Write[] => {
  const before = timeText(now - USE_INTERVAL_MS);
  return [
    check(credentialKey(userName), where('id', '=', id), () => new Error('revoked meanwhile')),
    change(
      credentialUseKey(userName),
      { set: { type: 'credential-use', lastUsedAt: timeText(now) } },
      anyOf(isAbsent(), where('lastUsedAt', '<', before)),
      (existing) => new AlreadyRecorded(existing),
    ),
  ];
};

/** Returns the write that removes the use of an API credential, recorded or not. */
export const removeUse = (userName: string, refusal: RefusalOf): Write => remove(credentialUseKey(userName), ALWAYS, refusal);
