import validate from '../generated/updatePartner.js';
import { Refusal } from '../shared/contract/problems.ts';
import { timeOf } from '../shared/contract/time.ts';
import { nextVersion } from '../shared/contract/versions.ts';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { found } from '../shared/http/reply.ts';
import { installationEvents, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import type { Write } from '../shared/table/transaction.ts';
import { type Contact, patchContact, requireChange } from './contacts/contact.ts';
import { contactUpdated } from './contacts/events.ts';
import { contactStore, requireContactUnchanged } from './contacts/store.ts';
import { countWelcome, type WelcomeLimits, welcomeLimitsOf } from './contacts/welcome-limits.ts';
import { updatePartner as contract } from './contract-changes.ts';
import { partnerChanged } from './events.ts';
import { planMove } from './move.ts';
import { type Partner, parentId, withParent } from './partner.ts';
import { patchPartner, readContactPart, requireReactivator, requireSupervisor, withContact } from './patch.ts';
import { partnerStore, pauseWrites, replace } from './store.ts';
import { findVisiblePartner, partnerSpelling } from './visible.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'findParent' | 'branch' | 'claims' | 'commit'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'get' | 'replace'>;
  readonly record: RecordEvent;
  readonly welcomes: WelcomeLimits;
  readonly now: () => string;
}

type UpdateRequest = Request<typeof contract>;

/**
 * Changes a partner by a merge patch: fields, contact and parent, in one transaction. Writes
 * nothing when nothing differs.
 */
export const updatePartner: Operation<typeof contract, Deps> = (request, deps) =>
  retryWithPause(request, deps, () => changeNamed(() => attempt(request, deps), partnerSpelling(deps.partners, request.caller)));

/**
 * Pauses the writes of a partner and tries once more when conflicts prevent its deactivation: it,
 * or what is below it, writes all the time. The pause is one write, which does not depend on what
 * the partner changes.
 */
const retryWithPause = async (
  { params: { id }, body, caller }: UpdateRequest,
  { partners, now }: Deps,
  write: () => Promise<Reply>,
): Promise<Reply> => {
  try {
    return await write();
  } catch (error) {
    const isContended = error instanceof Refusal && error.code === 'contention';
    if (!isContended || body.isActive !== false || caller.partnerId === id) throw error;
    await retryOnConflict(async () => partners.commit([pauseWrites(await findVisiblePartner(partners, id, caller), timeOf(now()))]));
    return write();
  }
};

const attempt = async (request: UpdateRequest, deps: Deps): Promise<Reply> => {
  const { params, caller, origin } = request;
  const before = await findVisiblePartner(deps.partners, params.id, caller);
  const body = readBack(contract, before, request);
  const at = deps.now();
  const contact = await planContact(before, body.contact, { caller, at }, deps);
  const move = body.parent && (await planMove(deps.partners, before, body.parent, { caller, at }));
  const patched = patchPartner(move ? { ...before, ancestors: move.top.ancestors } : before, body);
  const after = nextVersion(before, contact ? withContact(patched, contact.before, contact.after) : patched, at);
  const above = move ? move.parent : await parentOf(after, deps);
  const answer = withParent(after, above?.name);
  if (after === before) return found(contract, answer);
  requireReactivator(before, after, caller);
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

  return found(contract, answer);
};

const parentOf = async (partner: Partner, { partners }: Deps): Promise<Partner | undefined> => {
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
  patch: UpdateRequest['body']['contact'],
  { caller, at }: { readonly caller: UpdateRequest['caller']; readonly at: string },
  { contacts }: Deps,
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

export const handler = endpoint(contract, { validate }, updatePartner, ({ setting, table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
  record: installationEvents(setting),
  welcomes: welcomeLimitsOf(setting),
  now,
}));
