import { isObject } from '../shared/contract/json.ts';
import { invalid, type Violation } from '../shared/contract/problems.ts';
import type { Request } from '../shared/endpoint/endpoint.ts';
import { coerceBody } from '../shared/http/coerce-body.ts';
import { type KeyedRequest, keyedRequest, type Reply, remember } from '../shared/http/idempotency.ts';
import type { createOrganization } from './contract.ts';
import type { batchOrganizations } from './contract-batch.ts';
import { creationViolations } from './create.ts';
import type { NewOrganization } from './organization.ts';
import { newOrganization } from './schemas.ts';

export type BatchRequest = Request<typeof batchOrganizations>;

/** A row of a batch, as the request of a single create. */
export interface Row {
  readonly request: Request<typeof createOrganization>;
  readonly keyed: KeyedRequest | undefined;
}

/**
 * Reads a row. One without an idempotency key takes the key of the batch with its position.
 * @throws {Refusal} `invalid-request` (400), with all violations
 */
export const readRow = (batch: BatchRequest, row: unknown, index: number): Row => {
  const { idempotencyKey, ...fields } = isObject(row) ? row : {};
  const header = isGiven(idempotencyKey) ? { 'idempotency-key': idempotencyKey } : {};
  const body = coerceBody(newOrganization, fields, { nullIsAbsent: true });
  const violations = creationViolations({ path: batch.params, header, body: isObject(row) ? body : row });
  if (violations.length > 0) throw invalid(violations.map(inRow));

  const shared = batch.header['idempotency-key'];
  // Keys of callers have no space, so that none of them equals one of these.
  const key = (idempotencyKey as string | null | undefined) ?? (shared === undefined ? undefined : `${shared} ${index}`);
  return asCreate(batch, body as NewOrganization, key);
};

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

const inRow = (violation: Violation): Violation =>
  violation.in === 'header' ? { ...violation, in: 'body', pointer: '/idempotencyKey' } : violation;

const asCreate = (batch: BatchRequest, body: NewOrganization, key: string | undefined): Row => {
  const { params, caller } = batch;
  // The same as for a single create, so that each is a replay of the other.
  const fingerprinted = { method: 'POST', path: `/v3/resellers/${params.resellerId}/organizations`, query: {}, body };
  const keyed = key === undefined ? undefined : keyedRequest(caller, key, fingerprinted);
  const request = {
    ...{ params, caller, query: {}, body, header: {} },
    origin: { ...batch.origin, ...(key !== undefined && { idempotencyKey: key }) },
    remember: (reply: Reply) => (keyed ? [remember(keyed, reply, new Date())] : []),
  };
  return { request, keyed };
};
