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
import { visiblePartner } from '../visible.ts';
import { createCredential as contract } from './contract.ts';
import { insertCredential } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'commit'>;
  readonly now: () => string;
}

const MOST = 2;

/** Creates an API credential; its secret is in this answer only, not even in the one kept for a replay. */
export const createCredential: Operation<typeof contract, Deps> = (request, deps) => {
  requireRole(request.caller, request.body.userRole);
  return retryOnConflict(() => attempt(request, deps));
};

const attempt = async ({ params, body, caller, remember }: Request<typeof contract>, { partners, now }: Deps): Promise<Reply> => {
  const partner = await visiblePartner(partners, params.id, caller);
  const { id: partnerId } = partner;
  const id = newCredentialId();
  const secret = randomBytes(32).toString('base64url');
  const location = `/v1/partners/${partnerId}/credentials/${id}`;
  const passwordHash = await hashPassword(secret);
  // After what takes its time: the list goes by it.
  const credential = { ...body, id, userName: apiUserName(id), createdAt: now() };

  await partners.commit([
    ...remember(created(contract, credential, location)),
    takeRoom(partner),
    ...insertCredential({ ...credential, partnerId, isActive: true, passwordHash }),
  ]);

  return created(contract, { ...credential, secret }, location);
};

/** Counts one credential more on a partner that stands where the caller was found to see it. */
const takeRoom = ({ id, ancestors }: Partner) => ({
  ...addToCount(id, { credentialCount: 1 }, room(ancestors), (existing) => {
    if (Number(existing?.credentialCount) < MOST) return new StaleReadError();
    const members = { limitName: 'credentials', limit: MOST, count: MOST };
    return new Refusal('limit-reached', `The partner has ${MOST} API credentials already; revoke one first.`, { members });
  }),
  consumes: { limitName: 'credentials', by: 1 },
});

const room = (ancestors: readonly number[]) => allOf(where('credentialCount', '<', MOST), where('ancestors', '=', ancestors));

export const handler = endpoint(contract, { validate }, createCredential, ({ table }) => ({ partners: partnerStore(table), now }));
