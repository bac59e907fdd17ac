import validate from '../../generated/createContact.js';
import type { Input } from '../../shared/contract/contract.ts';
import { endpoint, type Operation, type Request } from '../../shared/endpoint/endpoint.ts';
import type { Reply } from '../../shared/http/idempotency.ts';
import { created } from '../../shared/http/reply.ts';
import { installationEvents, newInt32, now } from '../../shared/runtime.ts';
import type { RecordEvent } from '../../shared/table/events.ts';
import { changeNamed } from '../../shared/table/name-taken.ts';
import { StaleReadError } from '../../shared/table/retry-on-conflict.ts';
import type { Write } from '../../shared/table/transaction.ts';
import type { Partner } from '../partner.ts';
import { addToCount, hasNotMoved, partnerStore, requireNotMoved } from '../store.ts';
import { findVisiblePartner, partnerSpelling } from '../visible.ts';
import { isSupervisor, openContact, requireRole, userNameRules } from './contact.ts';
import { createContact as contract } from './contract.ts';
import { contactCreated } from './events.ts';
import { contactStore, insertContact } from './store.ts';
import { countWelcome, type WelcomeLimits, welcomeLimitsOf } from './welcome-limits.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'commit'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'requireFree'>;
  readonly record: RecordEvent;
  readonly welcomes: WelcomeLimits;
  readonly newInt32: () => number;
  readonly now: () => string;
}

/** Adds a contact to a partner. */
export const createContact: Operation<typeof contract, Deps> = (request, deps) => {
  requireRole(request.caller, request.body.userRole);
  return changeNamed(() => attempt(request, deps), partnerSpelling(deps.partners, request.caller));
};

const attempt = async ({ params, body, caller, origin, remember }: Request<typeof contract>, deps: Deps): Promise<Reply> => {
  const partner = await findVisiblePartner(deps.partners, params.id, caller);
  await deps.contacts.requireFree(body.userName);
  // The time is taken after the reads, because the list is sorted by it.
  const contact = openContact(body, { id: deps.newInt32(), at: deps.now() });
  const reply = created(contract, contact, `/v1/partners/${partner.id}/contacts/${contact.id}`);

  await deps.partners.commit([
    ...remember(reply),
    ...insertContact(partner.id, contact),
    requirePartnerUnchanged(partner, isSupervisor(contact)),
    deps.record(contactCreated(partner, contact), origin),
    ...countWelcome(deps.welcomes, partner, undefined, contact),
  ]);

  return reply;
};

/**
 * Counts a new supervisor. Requires the partner not to have moved in any case, because the event
 * names its path.
 */
const requirePartnerUnchanged = (partner: Partner, supervisor: boolean): Write =>
  supervisor ? addToCount(partner.id, { supervisorCount: 1 }, hasNotMoved(partner), () => new StaleReadError()) : requireNotMoved(partner);

const rules = ({ body }: Input<typeof contract>) => userNameRules(body.userName, '/userName');

export const handler = endpoint(contract, { validate, rules }, createContact, ({ setting, table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
  record: installationEvents(setting),
  welcomes: welcomeLimitsOf(setting),
  newInt32,
  now,
}));
