import { randomInt } from 'node:crypto';
import { Refusal } from '../shared/contract/problems.ts';
import { allOf, anyOf, exists, isAbsent, where } from '../shared/table/condition.ts';
import { batchSlotsKey } from '../shared/table/keys.ts';
import type { Table } from '../shared/table/table.ts';
import { change, remove } from '../shared/table/transaction.ts';

// The function ends after 29 seconds, whatever it does.
const LEASE_MS = 30_000;
/** The time that the item of a reseller is kept after the end of its last lease. */
const KEPT_SECONDS = 3600;
const RETRY_AFTER_SECONDS = 5;

/**
 * A slot that a batch holds: its attribute, and its end in milliseconds since the epoch. No two
 * leases of a slot have the same end.
 */
interface Lease {
  readonly slot: string;
  readonly until: number;
}

/**
 * Limits how many batches of a reseller run at once to `most`. Slots are leases: the slot of a
 * function that died is free when the function would have ended. Taking and releasing a slot are
 * one round trip each, or more while other batches of the reseller run.
 */
export const batchSlots = (table: Table, most: number, clock: () => number = Date.now) => ({
  /**
   * Runs `work` while it holds one of the reseller's slots.
   * @throws {Refusal} `too-many-batches` (429) with `Retry-After` when all are taken; nothing is
   * stored then
   */
  hold: async <T>(resellerId: string, work: () => Promise<T>): Promise<T> => {
    const lease = await takeSlot(table, resellerId, { most, clock });
    try {
      return await work();
    } finally {
      // A slot that cannot be released now is free when the lease ends.
      await releaseSlot(table, resellerId, lease, most).catch(() => undefined);
    }
  },
});

export type BatchSlots = ReturnType<typeof batchSlots>;

const namesOf = (most: number): readonly string[] => Array.from({ length: most }, (_, index) => `slot${index}`);

const takeSlot = async (table: Table, resellerId: string, { most, clock }: { most: number; clock: () => number }): Promise<Lease> => {
  const names = namesOf(most);
  // At random: batches that begin together would all try the first one.
  let slot = names[randomInt(most)];
  for (let attempt = 0; slot !== undefined && attempt <= most; attempt += 1) {
    const now = clock();
    const lease = { slot, until: now + LEASE_MS };
    const failed = await table.tryCommit([takeWrite(resellerId, lease, now)]);
    if (!failed) return lease;
    slot = names.find((name) => !isHeld(failed.existing?.[name], now));
  }
  throw new Refusal('too-many-batches', `The reseller has ${most} batches under way, which is as many as it may have; try again.`, {
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
  });
};

const isHeld = (until: unknown, now: number): boolean => until !== undefined && Number(until) >= now;

const takeWrite = (resellerId: string, { slot, until }: Lease, now: number) =>
  change(
    batchSlotsKey(resellerId),
    { set: { type: 'batch-slots', [slot]: until, expiresAt: Math.ceil(until / 1000) + KEPT_SECONDS } },
    anyOf(isAbsent(slot), where(slot, '<', now)),
    unrefused,
  );

// Without a refusal the caller goes on to another slot.
const unrefused = () => undefined;

/**
 * Releases a slot, and deletes the item with the last one. While other slots are released, it tries
 * both writes in turn.
 */
const releaseSlot = async (table: Table, resellerId: string, { slot, until }: Lease, most: number): Promise<void> => {
  const key = batchSlotsKey(resellerId);
  const isOurs = where(slot, '=', until);
  const [other, ...others] = namesOf(most).filter((name) => name !== slot);
  const isLast = other === undefined ? isOurs : allOf(isOurs, isAbsent(other), ...others.map(isAbsent));
  const isOneOfSeveral = other === undefined ? isOurs : allOf(isOurs, anyOf(exists(other), ...others.map(exists)));
  const attempts = [remove(key, isLast, unrefused), change(key, { remove: [slot] }, isOneOfSeveral, unrefused)];
  for (const write of Array.from({ length: most }, () => attempts).flat()) {
    const failed = await table.tryCommit([write]);
    // The slot is released, or belongs to another batch because the lease had ended.
    if (failed?.existing?.[slot] !== until) return;
  }
};
