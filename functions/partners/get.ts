import validate from '../generated/getPartner.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { getPartner as contract } from './contract.ts';
import { parentId, withParent } from './partner.ts';
import { partnerStore } from './store.ts';
import { findVisiblePartner } from './visible.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
}

/**
 * Returns the calling partner or one below it. The parent's name is read from the parent, so that
 * it is never stale.
 */
export const getPartner: Operation<typeof contract, Deps> = async ({ params, caller, header }, { partners }) => {
  const partner = await findVisiblePartner(partners, params.id, caller);
  const above = parentId(partner);
  const parent = above === undefined ? undefined : await partners.find(above);
  return found(contract, withParent(partner, parent?.name), header['if-match']);
};

export const handler = endpoint(contract, { validate }, getPartner, ({ table }) => ({ partners: partnerStore(table) }));
