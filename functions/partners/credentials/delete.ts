import validate from '../../generated/deleteCredential.js';
import { endpoint, type Operation, type Request } from '../../shared/endpoint/endpoint.ts';
import type { Reply } from '../../shared/http/idempotency.ts';
import { done } from '../../shared/http/reply.ts';
import { retryOnConflict, StaleReadError } from '../../shared/table/retry-on-conflict.ts';
import { addToCount, hasNotMoved, partnerStore } from '../store.ts';
import { findVisiblePartner } from '../visible.ts';
import { deleteCredential as contract } from './contract.ts';
import { revoke } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'commit'>;
}

/** Revokes an API credential. */
export const deleteCredential: Operation<typeof contract, Deps> = (request, deps) => retryOnConflict(() => attempt(request, deps));

const attempt = async ({ params, caller }: Request<typeof contract>, { partners }: Deps): Promise<Reply> => {
  const partner = await findVisiblePartner(partners, params.id, caller);
  const { id } = partner;
  await partners.commit([
    ...revoke(id, params.credentialId),
    addToCount(id, { credentialCount: -1 }, hasNotMoved(partner), () => new StaleReadError()),
  ]);
  return done;
};

export const handler = endpoint(contract, { validate }, deleteCredential, ({ table }) => ({ partners: partnerStore(table) }));
