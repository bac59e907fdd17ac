import validate from '../generated/putReseller.js';
import { externalIdRules } from '../shared/contract/external-id-rules.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { created, found } from '../shared/http/reply.ts';
import { installationEvents, newId, now } from '../shared/runtime.ts';
import type { RecordEvent } from '../shared/table/events.ts';
import { retryOnConflict, StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { putReseller as contract } from './contract-changes.ts';
import { resellerChanged, resellerCreated } from './events.ts';
import { type CountedReseller, openReseller, replaceReseller } from './reseller.ts';
import { resellerStore } from './store.ts';

interface Deps {
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'insert' | 'findByExternalId' | 'change'>;
  readonly record: RecordEvent;
  readonly newId: () => string;
  readonly now: () => string;
}

type PutRequest = Request<typeof contract>;

/** Creates the reseller with an external id, or replaces its fields. */
export const putReseller: Operation<typeof contract, Deps> = (request, deps) =>
  retryOnConflict(async () => {
    const existing = await deps.resellers.findByExternalId(request.params.externalId);
    try {
      return await (existing ? replace(request, existing, deps) : create(request, deps));
    } catch (error) {
      throw isOvertaken(error) ? new StaleReadError() : error;
    }
  });

/** True when another request has created or deleted the reseller since this one read it. */
const isOvertaken = (error: unknown): boolean =>
  error instanceof Refusal && (error.code === 'external-id-taken' || error.code === 'reseller-not-found');

const replace = async (request: PutRequest, before: CountedReseller, deps: Deps): Promise<Reply> => {
  const { params, header, origin } = request;
  const body = readBack(contract, before, request);
  if (header['if-none-match'] !== undefined) throw new Refusal('version-mismatch', `There is a reseller ${params.externalId} already.`);
  const after = replaceReseller(before, { ...body, externalId: params.externalId }, deps.now());
  if (after === before) return found(contract, before);
  await deps.resellers.change(before, after, () => resellerChanged(before, after).map((change) => deps.record(change, origin)));
  return found(contract, after);
};

const create = async (request: PutRequest, deps: Deps): Promise<Reply> => {
  const { params, header, origin } = request;
  if (header['if-match'] !== undefined || request.body.version !== undefined)
    throw new Refusal('version-mismatch', `There is no reseller ${params.externalId} yet.`);
  const body = readBack(contract, {}, request);
  const reseller = openReseller({ ...body, externalId: params.externalId }, { id: deps.newId(), at: deps.now() });
  await deps.resellers.insert(reseller, [deps.record(resellerCreated(reseller), origin)]);
  return created(contract, reseller, `/v3/resellers/${reseller.id}`);
};

export const handler = endpoint(contract, { validate, rules: externalIdRules }, putReseller, ({ setting, table }) => ({
  resellers: resellerStore(table),
  record: installationEvents(setting),
  newId,
  now,
}));
