import { randomUUID } from 'node:crypto';
import validate from '../generated/createPartner.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { RecordEvent } from '../shared/events.ts';
import type { Reply } from '../shared/idempotency.ts';
import { created } from '../shared/reply.ts';
import { installationEvents, installationTable, newInt32, now } from '../shared/runtime.ts';
import { createPartner as contract } from './contract.ts';
import {
  openPartner,
  type Partner,
  parentNotFound,
  partnerCreated,
  partnerRules,
  requireParent,
  requireRole,
  withParent,
} from './partner.ts';
import { DrawAgain, partnerStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'findParent' | 'insert'>;
  readonly record: RecordEvent;
  readonly newReference: () => string;
  readonly newInt32: () => number;
  readonly now: () => string;
}

type CreateRequest = Request<typeof contract>;

const DRAWS = 5;

/** Creates a partner below one that exists, is active and is the caller or below it; or a root. */
export const createPartner: Operation<typeof contract, Deps> = async (request, deps) => {
  requireRole(request.body, request.caller);
  for (let draw = 1; ; draw += 1) {
    try {
      return await attempt(request, deps);
    } catch (error) {
      if (!(error instanceof DrawAgain) || draw === DRAWS) throw error;
    }
  }
};

const attempt = async ({ body, caller, origin, remember }: CreateRequest, deps: Deps): Promise<Reply> => {
  const parent = await parentOf({ body, caller }, deps);
  const partner = openPartner(body, parent, {
    id: deps.newInt32(),
    contactId: deps.newInt32(),
    reference: body.reference ?? deps.newReference(),
    at: deps.now(),
  });
  const answer = withParent(partner, parent?.name);
  const reply = created(contract, answer, `/v1/partners/${partner.id}`);

  await deps.partners.insert(partner, parent, [...remember(reply), deps.record(partnerCreated(partner, answer), origin)]);

  return reply;
};

const parentOf = async ({ body, caller }: Pick<CreateRequest, 'body' | 'caller'>, { partners }: Deps): Promise<Partner | undefined> => {
  if (!body.parent) return undefined;
  const parent = await partners.findParent(body.parent);
  if (!parent) throw parentNotFound();
  requireParent(parent, body.parent, caller);
  return parent;
};

export const handler = endpoint(contract, { validate, rules: partnerRules }, createPartner, (setting) => ({
  partners: partnerStore(installationTable(setting)),
  record: installationEvents(setting),
  newReference: randomUUID,
  newInt32,
  now,
}));
