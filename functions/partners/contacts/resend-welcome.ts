import validate from '../../generated/resendWelcome.js';
import { Refusal } from '../../shared/contract/problems.ts';
import { stampAfter } from '../../shared/contract/versions.ts';
import { endpoint, type Operation } from '../../shared/endpoint/endpoint.ts';
import { found } from '../../shared/http/reply.ts';
import { installationEvents, now } from '../../shared/runtime.ts';
import type { RecordEvent } from '../../shared/table/events.ts';
import { retryOnConflict } from '../../shared/table/retry-on-conflict.ts';
import { partnerStore, requireNotMoved } from '../store.ts';
import { findVisiblePartner } from '../visible.ts';
import { requireRole } from './contact.ts';
import { resendWelcome as contract } from './contract.ts';
import { contactReinvited } from './events.ts';
import { contactStore } from './store.ts';
import { countResend, type WelcomeLimits, welcomeLimitsOf } from './welcome-limits.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'commit'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'get' | 'replaceLinks'>;
  readonly record: RecordEvent;
  readonly welcomes: WelcomeLimits;
  readonly now: () => string;
}

/** Voids the links of a contact, and lets its event lead to an e-mail with a new one. */
export const resendWelcome: Operation<typeof contract, Deps> = ({ params, caller, origin, remember }, deps) =>
  retryOnConflict(async () => {
    const partner = await findVisiblePartner(deps.partners, params.id, caller);
    const before = await deps.contacts.get(partner.id, params.contactId);
    // Whoever gets the link acts in the role of the contact.
    requireRole(caller, before.userRole);
    if (!before.isActive) throw new Refusal('contact-inactive', `The contact ${before.id} is inactive, and could not sign in.`);
    const after = { ...before, ...stampAfter(before, deps.now()) };
    const reply = found(contract, after);
    const writes = await deps.contacts.replaceLinks(partner.id, before, after);

    await deps.partners.commit([
      ...remember(reply),
      requireNotMoved(partner),
      ...writes,
      deps.record(contactReinvited(partner, before, after), origin),
      ...countResend(deps.welcomes, partner, after),
    ]);

    return reply;
  });

export const handler = endpoint(contract, { validate }, resendWelcome, ({ setting, table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
  record: installationEvents(setting),
  welcomes: welcomeLimitsOf(setting),
  now,
}));
