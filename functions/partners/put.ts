import { randomUUID } from 'node:crypto';
import validate from '../generated/putPartner.js';
import { requirePermission } from '../shared/contract/access.ts';
import { externalIdRules } from '../shared/contract/external-id-rules.ts';
import { invalid, PROBLEMS, Refusal } from '../shared/contract/problems.ts';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { found } from '../shared/http/reply.ts';
import { installationEvents, newInt32, now } from '../shared/runtime.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { type ChangeDeps, changePartner } from './change.ts';
import { requireRank } from './contacts/contact.ts';
import { contactStore } from './contacts/store.ts';
import { welcomeLimitsOf } from './contacts/welcome-limits.ts';
import { putPartner as contract } from './contract-changes.ts';
import { type CreateDeps, tryToCreate } from './creation.ts';
import { parentNotFound, requireOwnParent } from './hierarchy.ts';
import { isVisible, type Partner, parentRules } from './partner.ts';
import { replacementPatch } from './patch.ts';
import { writeWithPause } from './pause.ts';
import { partnerStore } from './store.ts';
import { partnerSpelling } from './visible.ts';

interface Deps extends ChangeDeps, CreateDeps {
  readonly partners: ChangeDeps['partners'] & CreateDeps['partners'] & Pick<ReturnType<typeof partnerStore>, 'findByExternalId'>;
}

type PutRequest = Request<typeof contract>;

/** Creates the child of a partner with an external id, or replaces its fields. */
export const putPartner: Operation<typeof contract, Deps> = (request, deps) =>
  writeWithPause(
    request,
    async () => (await read(request, deps)).existing,
    deps,
    () => changeNamed(() => attempt(request, deps), partnerSpelling(deps.partners, request.caller)),
  );

const attempt = async (request: PutRequest, deps: Deps): Promise<Reply> => {
  const { parent, existing } = await read(request, deps);
  return existing ? replace(request, existing, deps) : create(request, parent, deps);
};

/** Reads the parent and its child with the external id. Without a parent, roots are meant. */
const read = async ({ params, body, caller }: PutRequest, { partners }: Deps) => {
  const parent = body.parent && (await partners.findParent(body.parent));
  if (body.parent) {
    if (!parent) throw parentNotFound();
    requireOwnParent(parent, body.parent, caller);
  }
  const existing = await partners.findByExternalId(parent?.id, params.externalId);
  // Between the two reads the parent may have moved away, with all below it.
  if (existing && !isVisible(caller, existing)) throw new StaleReadError();
  return { parent, existing };
};

const replace = async (request: PutRequest, before: Partner, deps: Deps): Promise<Reply> => {
  const { params, header } = request;
  const body = readBack(contract, before, request);
  if (header['if-none-match'] !== undefined) throw new Refusal('version-mismatch', `There is a partner ${params.externalId} already.`);
  return found(contract, await changePartner(before, replacementPatch(body, params.externalId), request, deps));
};

const create = async (request: PutRequest, parent: Partner | undefined, deps: Deps): Promise<Reply> => {
  const { params, header, caller } = request;
  requirePermission(caller, contract.creates.permission);
  if (header['if-match'] !== undefined || request.body.version !== undefined)
    throw new Refusal('version-mismatch', `There is no partner ${params.externalId} yet.`);
  const { contact, ...fields } = readBack(contract, {}, request);
  if (contact.id !== undefined) throw invalid([CONTACT_GIVEN]);
  requireRank(caller, contact.userRole);
  try {
    return await tryToCreate({ ...request, body: { ...fields, contact, externalId: params.externalId } }, parent, deps);
  } catch (error) {
    throw (await isThereNow(error, parent, params.externalId, deps)) ? new StaleReadError() : error;
  }
};

const CONTACT_GIVEN = { in: 'body', pointer: '/contact/id', code: 'read-only', message: 'is made with the partner' } as const;

/**
 * True when another request has created it since this one read it. That may be why its name is
 * taken, and it can be replaced now.
 */
const isThereNow = async (error: unknown, parent: Partner | undefined, externalId: string, { partners }: Deps): Promise<boolean> => {
  if (!(error instanceof Refusal) || PROBLEMS[error.code].status !== 409) return false;
  return error.code === 'external-id-taken' || (await partners.findByExternalId(parent?.id, externalId)) !== undefined;
};

export const handler = endpoint(
  contract,
  { validate, rules: (input, caller) => [...parentRules(input, caller), ...externalIdRules(input)] },
  putPartner,
  ({ setting, table }) => ({
    partners: partnerStore(table),
    contacts: contactStore(table),
    record: installationEvents(setting),
    welcomes: welcomeLimitsOf(setting),
    newReference: randomUUID,
    newInt32,
    now,
  }),
);
