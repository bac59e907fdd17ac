import validate from '../../generated/updateContact.js';
import { nextVersion } from '../../shared/contract/versions.ts';
import { endpoint, type Operation, type Request } from '../../shared/endpoint/endpoint.ts';
import type { Reply } from '../../shared/http/idempotency.ts';
import { readBack } from '../../shared/http/read-back.ts';
import { found } from '../../shared/http/reply.ts';
import { installationEvents, now } from '../../shared/runtime.ts';
import { allOf, where } from '../../shared/table/condition.ts';
import type { Change, RecordEvent } from '../../shared/table/events.ts';
import { partnerKey } from '../../shared/table/keys.ts';
import { changeNamed } from '../../shared/table/name-taken.ts';
import { StaleReadError } from '../../shared/table/retry-on-conflict.ts';
import { check, type Write } from '../../shared/table/transaction.ts';
import { partnerChanged } from '../events.ts';
import { type Partner, parentId, withParent } from '../partner.ts';
import { lastSupervisor, requireSupervisor, supervisorsGained, withContact } from '../patch.ts';
import { addToCount, partnerStore, replace } from '../store.ts';
import { findVisiblePartner, partnerSpelling } from '../visible.ts';
import { type Contact, patchContact, requireChange } from './contact.ts';
import { updateContact as contract } from './contract.ts';
import { contactUpdated } from './events.ts';
import { contactStore } from './store.ts';
import { countWelcome, type WelcomeLimits, welcomeLimitsOf } from './welcome-limits.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'commit'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'get' | 'replace'>;
  readonly record: RecordEvent;
  readonly welcomes: WelcomeLimits;
  readonly now: () => string;
}

/**
 * Changes a contact by a merge patch, together with its credential and, when the partner shows it,
 * the partner.
 */
export const updateContact: Operation<typeof contract, Deps> = (request, deps) =>
  changeNamed(() => attempt(request, deps), partnerSpelling(deps.partners, request.caller));

const attempt = async (request: Request<typeof contract>, deps: Deps): Promise<Reply> => {
  const { params, caller, origin } = request;
  const partner = await findVisiblePartner(deps.partners, params.id, caller);
  const before = await deps.contacts.get(partner.id, params.contactId);
  const after = patchContact(before, readBack(contract, before, request), deps.now());
  if (after === before) return found(contract, before);
  requireChange(caller, before, after);
  requireSupervisor(partner.id, partner.supervisorCount, partner.supervisorCount + supervisorsGained(before, after));

  const shown = await planPartner(partner, before, after, deps);
  const replaced = await deps.contacts.replace(partner.id, before, after);
  // Events are created after the reads, because the event log is sorted by their ids.
  const events = [contactUpdated(partner, before, after), ...shown.changes].map((change) => deps.record(change, origin));
  await deps.partners.commit([...replaced, ...shown.writes, ...events, ...countWelcome(deps.welcomes, partner, before, after)]);

  return found(contract, after);
};

interface PartnerPlan {
  readonly writes: readonly Write[];
  readonly changes: readonly Change<string>[];
}

/**
 * Returns what the change of a contact means for its partner: a new version when the partner shows
 * the contact, else only new counts.
 */
const planPartner = async (partner: Partner, before: Contact, after: Contact, { partners }: Deps): Promise<PartnerPlan> => {
  if (partner.contact.id !== after.id)
    return { writes: [countUnlessShown(partner, after.id, supervisorsGained(before, after))], changes: [] };
  const next = nextVersion(partner, withContact(partner, before, after), after.updatedAt);
  const above = parentId(partner);
  const parent = above === undefined ? undefined : await partners.find(above);
  return { writes: [replace(partner, next)], changes: partnerChanged(partner, next, withParent(next, parent?.name)) };
};

/**
 * Returns the write that counts a contact on a partner that shows another one. Refuses when the
 * partner came to show this contact, or moved.
 */
const countUnlessShown = ({ id, ancestors }: Partner, contactId: number, gained: number): Write => {
  const shown = allOf(where('contact.id', '<>', contactId), where('ancestors', '=', ancestors));
  if (gained === 0) return check(partnerKey(id), shown, () => new StaleReadError());
  if (gained > 0) return addToCount(id, { supervisorCount: gained }, shown, () => new StaleReadError());
  const enough = allOf(shown, where('supervisorCount', '>', 1));
  return addToCount(id, { supervisorCount: gained }, enough, (existing) =>
    Number(existing?.supervisorCount) > 1 ? new StaleReadError() : lastSupervisor(id),
  );
};

export const handler = endpoint(contract, { validate }, updateContact, ({ setting, table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
  record: installationEvents(setting),
  welcomes: welcomeLimitsOf(setting),
  now,
}));
