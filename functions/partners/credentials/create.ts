import { randomBytes } from 'node:crypto';
import validate from '../../generated/createCredential.js';
import { apiUserName, newCredentialId } from '../../shared/auth/api-user-name.ts';
import { hashPassword } from '../../shared/auth/password.ts';
import { Refusal } from '../../shared/contract/problems.ts';
import { endpoint, type Operation, type Request } from '../../shared/endpoint/endpoint.ts';
import type { Reply } from '../../shared/http/idempotency.ts';
import { created } from '../../shared/http/reply.ts';
import { now } from '../../shared/runtime.ts';
import { allOf, where } from '../../shared/table/condition.ts';
import { retryOnConflict, StaleReadError } from '../../shared/table/retry-on-conflict.ts';
import { requireRole } from '../contacts/contact.ts';
import type { Partner } from '../partner.ts';
import { addToCount, partnerStore } from '../store.ts';
import { insertCredential } from '../user-names.ts';
import { findVisiblePartner } from '../visible.ts';
import { createCredential as contract } from './contract.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'commit'>;
  readonly now: () => string;
}

const MAX_CREDENTIALS = 2;

/**
 * Creates an API credential. Its secret is only in this answer, and not in the one that is kept for
 * a replay.
 */
export const createCredential: Operation<typeof contract, Deps> = (request, deps) => {
  requireRole(request.caller, request.body.userRole);
  return retryOnConflict(() => attempt(request, deps));
};

const attempt = async ({ params, body, caller, remember }: Request<typeof contract>, { partners, now }: Deps): Promise<Reply> => {
  const partner = await findVisiblePartner(partners, params.id, caller);
  const { id: partnerId } = partner;
  const id = newCredentialId();
  const secret = randomBytes(32).toString('base64url');
  const location = `/v1/partners/${partnerId}/credentials/${id}`;
  const passwordHash = await hashPassword(secret);
  // The time is taken after the hashing, because the list is sorted by it.
  const credential = { ...body, id, userName: apiUserName(id), createdAt: now() };

  await partners.commit([
    ...remember(created(contract, credential, location)),
    reserveSlot(partner),
    ...insertCredential({ ...credential, partnerId, isActive: true, passwordHash }),
  ]);

  return created(contract, { ...credential, secret }, location);
};

/** Returns the write that counts a new credential on a partner that has not moved. */
const reserveSlot = ({ id, ancestors }: Partner) => ({
  ...addToCount(id, { credentialCount: 1 }, hasCapacity(ancestors), (existing) => {
    if (Number(existing?.credentialCount) < MAX_CREDENTIALS) return new StaleReadError();
    const members = { limitName: 'credentials', limit: MAX_CREDENTIALS, count: MAX_CREDENTIALS };
    return new Refusal('limit-reached', `The partner has ${MAX_CREDENTIALS} API credentials already; revoke one first.`, { members });
  }),
  consumes: { limitName: 'credentials', by: 1 },
});

const hasCapacity = (ancestors: readonly number[]) =>
  allOf(where('credentialCount', '<', MAX_CREDENTIALS), where('ancestors', '=', ancestors));

export const handler = endpoint(contract, { validate }, createCredential, ({ table }) => ({ partners: partnerStore(table), now }));
