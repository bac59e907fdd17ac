import { isObject } from '../shared/contract/json.ts';
import { invalid, type Violation } from '../shared/contract/problems.ts';
import type { Request } from '../shared/endpoint/endpoint.ts';
import { type KeyedRequest, keyedRequest, type Reply, remember } from '../shared/http/idempotency.ts';
import type { createOrganization } from './contract.ts';
import type { batchOrganizations } from './contract-batch.ts';
import { creationViolations } from './create.ts';
import type { NewOrganization } from './organization.ts';

export type BatchRequest = Request<typeof batchOrganizations>;

/** A row of a batch, as the single create it stands for. */
export interface Row {
  readonly request: Request<typeof createOrganization>;
  readonly keyed: KeyedRequest | undefined;
}

/** Reads and validates a row (400); one without a key takes that of the batch, with its position. */
export const readRow = (batch: BatchRequest, row: unknown, index: number): Row => {
  const { idempotencyKey, ...body } = isObject(row) ? row : {};
  const header = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
  const violations = creationViolations({ path: batch.params, header, body: isObject(row) ? body : row });
  if (violations.length > 0) throw invalid(violations.map(inRow));

  const shared = batch.header['idempotency-key'];
  // No key holds a space, so that none a caller gives is one of these.
  const key = (idempotencyKey as string | undefined) ?? (shared === undefined ? undefined : `${shared} ${index}`);
  return asCreate(batch, body as NewOrganization, key);
};

const inRow = (violation: Violation): Violation =>
  violation.in === 'header' ? { ...violation, in: 'body', pointer: '/idempotencyKey' } : violation;

const asCreate = (batch: BatchRequest, body: NewOrganization, key: string | undefined): Row => {
  const { params, caller } = batch;
  // The very request a single create would be, so that either is a replay of the other.
  const asked = { method: 'POST', path: `/v3/resellers/${params.resellerId}/organizations`, query: {}, body };
  const keyed = key === undefined ? undefined : keyedRequest(caller, key, asked);
  const request = {
    ...{ params, caller, query: {}, body, header: {} },
    origin: { ...batch.origin, ...(key !== undefined && { idempotencyKey: key }) },
    remember: (reply: Reply) => (keyed ? [remember(keyed, reply, new Date())] : []),
  };
  return { request, keyed };
};
