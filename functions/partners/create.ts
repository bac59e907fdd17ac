import { randomUUID } from 'node:crypto';
import validate from '../generated/createPartner.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import { installationEvents, newInt32, now } from '../shared/runtime.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { requireRank } from './contacts/contact.ts';
import { welcomeLimitsOf } from './contacts/welcome-limits.ts';
import { createPartner as contract } from './contract.ts';
import { type CreateDeps, tryToCreate } from './creation.ts';
import { parentNotFound } from './hierarchy.ts';
import { type Partner, partnerRules } from './partner.ts';
import { partnerStore } from './store.ts';
import { partnerSpelling } from './visible.ts';

/** Creates a root partner, or one below an active partner that is the caller or below it. */
export const createPartner: Operation<typeof contract, CreateDeps> = (request, deps) => {
  // Whoever may create a branch chooses who runs it (docs/api.md, "Roles are given, not made up").
  requireRank(request.caller, request.body.contact.userRole);
  return changeNamed(async () => tryToCreate(request, await parentOf(request, deps), deps), partnerSpelling(deps.partners, request.caller));
};

const parentOf = async ({ body }: Request<typeof contract>, { partners }: CreateDeps): Promise<Partner | undefined> => {
  if (!body.parent) return undefined;
  const parent = await partners.findParent(body.parent);
  if (!parent) throw parentNotFound();
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
