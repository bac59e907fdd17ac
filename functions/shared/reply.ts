import type { Contract } from './contract.ts';
import type { Reply } from './idempotency.ts';
import { Refusal } from './problems.ts';
import { shape } from './shape.ts';

interface Versioned {
  readonly version: number;
}

/** Answers a new entity: 201 with `Location` (a path of this API) and `ETag`. */
export const created = (contract: Contract, entity: Versioned, location: string): Reply => {
  const { headers, ...reply } = found(contract, entity);
  return { ...reply, headers: { ...headers, location } };
};

/** Answers an entity as its contract shapes it; `ifMatch` that names another version is refused (412). */
export const found = (contract: Contract, entity: Versioned, ifMatch?: string): Reply => {
  const etag = `"${entity.version}"`;
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etag) {
    throw new Refusal('version-mismatch', `The entity has the version ${etag}, not ${ifMatch}.`);
  }
  const body = JSON.stringify(shape(contract.response.schema ?? {}, entity));
  return { status: contract.response.status, headers: { 'content-type': 'application/json', etag }, body };
};
