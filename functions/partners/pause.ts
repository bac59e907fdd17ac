import type { Caller } from '../shared/contract/caller.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { timeOf } from '../shared/contract/time.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import type { Partner } from './partner.ts';
import { type partnerStore, pauseWrites } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'commit'>;
  readonly now: () => string;
}

interface ChangeRequest {
  readonly body: { readonly isActive?: boolean };
  readonly caller: Caller;
}

/**
 * Pauses the writes of a partner and tries once more when conflicts prevent its deactivation: it,
 * or what is below it, writes all the time. The pause is one write, which does not depend on what
 * the partner changes. `find` reads the partner, if there is one.
 */
export const writeWithPause = async (
  { body, caller }: ChangeRequest,
  find: () => Promise<Partner | undefined>,
  { partners, now }: Deps,
  write: () => Promise<Reply>,
): Promise<Reply> => {
  try {
    return await write();
  } catch (error) {
    const isContended = error instanceof Refusal && error.code === 'contention';
    if (!isContended || body.isActive !== false) throw error;
    await retryOnConflict(async () => {
      const partner = await find();
      if (!partner || partner.id === caller.partnerId) throw error;
      await partners.commit([pauseWrites(partner, timeOf(now()))]);
    });
    return write();
  }
};
