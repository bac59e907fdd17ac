import validate from '../generated/putOrganization.js';
import { requirePermission } from '../shared/contract/access.ts';
import { PROBLEMS, Refusal } from '../shared/contract/problems.ts';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { found } from '../shared/http/reply.ts';
import { installationEvents, newId, now } from '../shared/runtime.ts';
import { changeNamed } from '../shared/table/name-taken.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { usersAllowed } from './capacity.ts';
import { putOrganization as contract } from './contract-changes.ts';
import { type CreateDeps, tryToCreate } from './creation.ts';
import { organizationUpdated } from './events.ts';
import { type Organization, putRules, replaceOrganization } from './organization.ts';
import { organizationStore } from './store.ts';
import { organizationSpelling } from './unique.ts';

interface Deps extends CreateDeps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'insert' | 'findByExternalId' | 'nameOf' | 'replace'>;
}

type PutRequest = Request<typeof contract>;

/** Creates the organization with an external id, or replaces its fields. */
export const putOrganization: Operation<typeof contract, Deps> = (request, deps) =>
  changeNamed(() => attempt(request, deps), organizationSpelling(deps.organizations, request));

const attempt = async (request: PutRequest, deps: Deps): Promise<Reply> => {
  const { resellerId, externalId } = request.params;
  const existing = await deps.organizations.findByExternalId(resellerId, externalId);
  return existing ? replace(request, existing, deps) : create(request, deps);
};

const replace = async (request: PutRequest, before: Organization, deps: Deps): Promise<Reply> => {
  const { params, header, origin } = request;
  const body = readBack(contract, before, request);
  if (header['if-none-match'] !== undefined)
    throw new Refusal('version-mismatch', `There is an organization ${params.externalId} already.`);
  const after = replaceOrganization(before, { ...body, externalId: params.externalId }, deps.now());
  if (after === before) return found(contract, before);
  await deps.organizations.replace(params.resellerId, before, after, () => [
    ...usersAllowed(params.resellerId, before, after),
    deps.record(organizationUpdated(params.resellerId, before, after), origin),
  ]);
  return found(contract, after);
};

const create = async (request: PutRequest, deps: Deps): Promise<Reply> => {
  const { params, header, caller } = request;
  requirePermission(caller, contract.creates.permission);
  if (header['if-match'] !== undefined || request.body.version !== undefined)
    throw new Refusal('version-mismatch', `There is no organization ${params.externalId} yet.`);
  const body = readBack(contract, {}, request);
  const { externalId, resellerId } = params;
  try {
    return await tryToCreate({ ...request, params: { resellerId }, query: {}, body: { ...body, externalId } }, deps);
  } catch (error) {
    throw (await isThereNow(error, params, deps)) ? new StaleReadError() : error;
  }
};

/**
 * True when another request has created it since this one read it. That may be why its name or the
 * last slot is taken, and it can be replaced now.
 */
const isThereNow = async (error: unknown, { resellerId, externalId }: PutRequest['params'], { organizations }: Deps): Promise<boolean> => {
  if (!(error instanceof Refusal) || PROBLEMS[error.code].status !== 409) return false;
  return error.code === 'external-id-taken' || (await organizations.findByExternalId(resellerId, externalId)) !== undefined;
};

export const handler = endpoint(contract, { validate, rules: putRules }, putOrganization, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  newId,
  now,
}));
