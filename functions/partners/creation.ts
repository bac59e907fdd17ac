import type { Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { created } from '../shared/http/reply.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { openContact } from './contacts/contact.ts';
import { countWelcome, type WelcomeLimits } from './contacts/welcome-limits.ts';
import { createPartner as contract } from './contract.ts';
import { partnerCreated } from './events.ts';
import { requireDepth, requireParent } from './hierarchy.ts';
import { openPartner, type Partner, withParent } from './partner.ts';
import type { partnerStore } from './store.ts';

export interface CreateDeps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'findParent' | 'requireFree' | 'insert'>;
  readonly record: RecordEvent;
  readonly welcomes: WelcomeLimits;
  /** A UUID version 4, which does not reveal its creation time. */
  readonly newReference: () => string;
  readonly newInt32: () => number;
  readonly now: () => string;
}

export type CreateRequest = Pick<Request<typeof contract>, 'body' | 'caller' | 'origin' | 'remember'>;

/**
 * Creates a partner below a parent that was read, or as a root. Tries once.
 * @throws {StaleReadError} when what the decision rests on has changed
 */
export const tryToCreate = async (
  { body, caller, origin, remember }: CreateRequest,
  parent: Partner | undefined,
  deps: CreateDeps,
): Promise<Reply> => {
  if (parent) {
    requireParent(parent, body.parent ?? {}, caller);
    requireDepth(parent, 1);
  }
  await deps.partners.requireFree(body.name, body.contact.userName);
  // The time is taken after the reads, because lists are sorted by it.
  const at = deps.now();
  const contact = openContact(body.contact, { id: deps.newInt32(), at });
  const partner = openPartner(body, contact, parent, { id: deps.newInt32(), reference: body.reference ?? deps.newReference(), at });
  const answer = withParent(partner, parent?.name);
  const reply = created(contract, answer, `/v1/partners/${partner.id}`);

  await deps.partners.insert(partner, contact, parent, {
    before: remember(reply),
    after: [deps.record(partnerCreated(partner, answer), origin), ...countWelcome(deps.welcomes, parent ?? partner, undefined, contact)],
  });

  return reply;
};
