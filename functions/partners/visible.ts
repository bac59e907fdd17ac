import type { Caller } from '../shared/caller.ts';
import { partnerNotFound } from './hierarchy.ts';
import { isVisible, type Partner } from './partner.ts';

interface Partners {
  find(id: number): Promise<Partner | undefined>;
}

/** Reads a partner the caller may know of; any other is not found (404). */
export const visiblePartner = async (partners: Partners, id: number, caller: Caller): Promise<Partner> => {
  const partner = await partners.find(id);
  if (!partner || !isVisible(caller, partner)) throw partnerNotFound(id);
  return partner;
};
