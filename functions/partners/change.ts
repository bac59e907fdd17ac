import type { Caller } from '../shared/contract/caller.ts';
import { nextVersion } from '../shared/contract/versions.ts';
import type { Request } from '../shared/endpoint/endpoint.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import type { Write } from '../shared/table/transaction.ts';
import { type Contact, patchContact, requireChange } from './contacts/contact.ts';
import { contactUpdated } from './contacts/events.ts';
import { type contactStore, requireContactUnchanged } from './contacts/store.ts';
import { countWelcome, type WelcomeLimits } from './contacts/welcome-limits.ts';
import type { PartnerAnswer } from './contract.ts';
import type { updatePartner } from './contract-changes.ts';
import { partnerChanged } from './events.ts';
import { planMove } from './move.ts';
import { type Partner, parentId, withParent } from './partner.ts';
import {
  type PartnerPatch,
  patchPartner,
  readContactPart,
  requireExternalIdKept,
  requireReactivator,
  requireSupervisor,
  withContact,
} from './patch.ts';
import { type partnerStore, replace } from './store.ts';

export interface ChangeDeps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'findParent' | 'branch' | 'claims' | 'commit'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'get' | 'replace'>;
  readonly record: RecordEvent;
  readonly welcomes: WelcomeLimits;
  readonly now: () => string;
}

/**
 * Changes a partner by a merge patch: fields, contact and parent, in one transaction. Writes
 * nothing when nothing differs.
 */
export const changePartner = async (
  before: Partner,
  body: PartnerPatch,
  { caller, origin }: Pick<Request<typeof updatePartner>, 'caller' | 'origin'>,
  deps: ChangeDeps,
): Promise<PartnerAnswer> => {
  const at = deps.now();
  const contact = await planContact(before, body.contact, { caller, at }, deps);
  const move = body.parent && (await planMove(deps.partners, before, body.parent, { caller, at }));
  const patched = patchPartner(move ? { ...before, ancestors: move.top.ancestors } : before, body);
  const after = nextVersion(before, contact ? withContact(patched, contact.before, contact.after) : patched, at);
  const above = move ? move.parent : await parentOf(after, deps);
  const answer = withParent(after, above?.name);
  if (after === before) return answer;
  requireReactivator(before, after, caller);
  requireExternalIdKept(before, after, caller);
  requireSupervisor(before.id, before.supervisorCount, after.supervisorCount);

  const claims = await deps.partners.claims(before, after);
  // Events are created after the reads, because the event log is sorted by their ids.
  const events = [
    ...partnerChanged(before, after, answer),
    ...(contact && contact.before.version !== contact.after.version ? [contactUpdated(after, contact.before, contact.after)] : []),
  ].map((change) => deps.record(change, origin));
  const welcome = contact ? countWelcome(deps.welcomes, after, contact.before, contact.after) : [];
  await deps.partners.commit([
    ...(move?.writes ?? []),
    ...claims,
    replace(before, after),
    ...(contact?.writes ?? []),
    ...events,
    ...welcome,
  ]);

  return answer;
};

const parentOf = async (partner: Partner, { partners }: ChangeDeps): Promise<Partner | undefined> => {
  const id = parentId(partner);
  return id === undefined ? undefined : partners.find(id);
};

interface ContactPlan {
  readonly before: Contact;
  readonly after: Contact;
  readonly writes: readonly Write[];
}

/**
 * Returns the change of the partner's contact: another one of its contacts, or the same one
 * changed.
 */
const planContact = async (
  partner: Partner,
  patch: PartnerPatch['contact'],
  { caller, at }: { readonly caller: Caller; readonly at: string },
  { contacts }: ChangeDeps,
): Promise<ContactPlan | undefined> => {
  if (!patch) return undefined;
  const { id, fields } = readContactPart(partner, patch);
  const before = await contacts.get(partner.id, id);
  if (!fields) return { before, after: before, writes: [requireContactUnchanged(partner.id, before)] };
  const after = patchContact(before, fields, at, '/contact');
  if (after === before) return undefined;
  requireChange(caller, before, after);
  return { before, after, writes: await contacts.replace(partner.id, before, after) };
};
