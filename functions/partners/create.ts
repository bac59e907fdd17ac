import { randomUUID } from 'node:crypto';
import validate from '../generated/createPartner.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { created } from '../shared/http/reply.ts';
import { installationEvents, newInt32, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { openContact, requireRank } from './contacts/contact.ts';
import { countWelcome, type WelcomeLimits, welcomeLimitsOf } from './contacts/welcome-limits.ts';
import { createPartner as contract } from './contract.ts';
import { partnerCreated } from './events.ts';
import { parentNotFound, requireDepth, requireParent } from './hierarchy.ts';
import { openPartner, type Partner, partnerRules, withParent } from './partner.ts';
import { partnerStore } from './store.ts';
import { partnerSpelling } from './visible.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find' | 'findParent' | 'requireFree' | 'insert'>;
  readonly record: RecordEvent;
  readonly welcomes: WelcomeLimits;
  /** A UUID version 4, which does not reveal its creation time. */
  readonly newReference: () => string;
  readonly newInt32: () => number;
  readonly now: () => string;
}

type CreateRequest = Request<typeof contract>;

/** Creates a root partner, or one below an active partner that is the caller or below it. */
export const createPartner: Operation<typeof contract, Deps> = (request, deps) => {
  // Whoever may create a branch chooses who runs it (docs/api.md, "Roles are given, not made up").
  requireRank(request.caller, request.body.contact.userRole);
  return changeNamed(() => attempt(request, deps), partnerSpelling(deps.partners, request.caller));
};

const attempt = async ({ body, caller, origin, remember }: CreateRequest, deps: Deps): Promise<Reply> => {
  const parent = await parentOf({ body, caller }, deps);
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

const parentOf = async ({ body, caller }: Pick<CreateRequest, 'body' | 'caller'>, { partners }: Deps): Promise<Partner | undefined> => {
  if (!body.parent) return undefined;
  const parent = await partners.findParent(body.parent);
  if (!parent) throw parentNotFound();
  requireParent(parent, body.parent, caller);
  requireDepth(parent, 1);
  return parent;
};

export const handler = endpoint(contract, { validate, rules: partnerRules }, createPartner, ({ setting, table }) => ({
  partners: partnerStore(table),
  record: installationEvents(setting),
  welcomes: welcomeLimitsOf(setting),
  newReference: randomUUID,
  newInt32,
  now,
}));
