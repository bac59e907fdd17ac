import type { Caller } from '../shared/contract/caller.ts';
import type { SpellingOf } from '../shared/table/name-taken.ts';
import { partnerNotFound } from './hierarchy.ts';
import { isVisible, type Partner } from './partner.ts';

interface Partners {
  find(id: number): Promise<Partner | undefined>;
}

/** Reads a partner that the caller may see; any other is not found (404). */
export const findVisiblePartner = async (partners: Partners, id: number, caller: Caller): Promise<Partner> => {
  const partner = await partners.find(id);
  if (!partner || !isVisible(caller, partner)) throw partnerNotFound(id);
  return partner;
};

/**
 * Returns the owner's spelling of a taken partner's or user's name, for a caller that may read the
 * partner it belongs to.
 */
export const partnerSpelling =
  (partners: Partners, caller: Caller): SpellingOf =>
  async ({ words, holder }) => {
    if (!holder || !caller.permissions.has('partner:read')) return undefined;
    const owner = await partners.find(Number(holder.ownerId ?? holder.partnerId));
    if (!owner || !isVisible(caller, owner)) return undefined;
    return words.member === 'name' ? owner.name : String(holder.userName);
  };
