import { isVisible } from '../partners/partner.ts';
import type { Caller } from '../shared/contract/caller.ts';
import type { StoredEvent } from './entry.ts';

/** True when an event belongs to the caller's own tenant, as the event itself says. */
export const isOwnEvent = (caller: Caller, { metadata: { tenant } }: StoredEvent): boolean => {
  const [, kind, ...ids] = tenant.split('/');
  if (caller.resellerId !== undefined) return kind === 'resellers' && ids[0] === caller.resellerId;
  if (caller.partnerId === undefined) return true;
  const path = ids.map(Number);
  return kind === 'partners' && isVisible(caller, { id: path.at(-1) ?? 0, ancestors: path.slice(0, -1) });
};
