import validate from '../generated/deleteCredential.js';
import { count, partnerStore } from '../partners/store.ts';
import { visiblePartner } from '../partners/visible.ts';
import { DecideAgain, decide } from '../shared/decide-again.ts';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/idempotency.ts';
import { done } from '../shared/reply.ts';
import { deleteCredential as contract } from './contract.ts';
import { revoke } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'commit'>;
}

/** Revokes an API credential. */
export const deleteCredential: Operation<typeof contract, Deps> = (request, deps) => decide(() => attempt(request, deps));

const attempt = async ({ params, caller }: Request<typeof contract>, { partners }: Deps): Promise<Reply> => {
  const { id, ancestors } = await visiblePartner(partners, params.id, caller);
  const place = { condition: 'ancestors = :ancestors', values: { ':ancestors': ancestors } };
  await partners.commit([revoke(id, params.credentialId), count(id, { credentialCount: -1 }, place, () => new DecideAgain())]);
  return done;
};

export const handler = endpoint(contract, { validate }, deleteCredential, ({ table }) => ({ partners: partnerStore(table) }));
