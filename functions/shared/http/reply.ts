import type { Contract } from '../contract/contract.ts';
import { pickBySchema } from '../contract/pick-by-schema.ts';
import { type Entity, requireVersion, tagOf, versionOf } from './entity-tags.ts';
import type { Reply } from './idempotency.ts';

/**
 * Creates the answer of a new entity: 201 with `Location` (a path of this API) and, when it has
 * versions, `ETag`.
 */
export const created = (contract: Contract, entity: Entity, location: string): Reply => {
  const { headers, ...reply } = found(contract, entity);
  return { ...reply, status: 201, headers: { ...headers, location } };
};

/**
 * Creates the answer of an entity, as its contract describes it; `ifMatch` with another version is
 * refused (412).
 */
export const found = (contract: Contract, entity: Entity, ifMatch?: string): Reply => {
  requireVersion(entity, ifMatch);
  const version = versionOf(entity);
  const etag = version === undefined ? {} : { etag: tagOf(version) };
  const { headers, ...reply } = shown(contract, entity);
  return { ...reply, headers: { ...headers, ...etag } };
};

/** Creates an answer without an entity tag, as its contract describes it. */
export const shown = (contract: Contract, value: object): Reply => ({
  status: contract.response.status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(pickBySchema(contract.response.schema ?? {}, value)),
});

/**
 * Creates the answer of a page of a list: the items as the contract describes them, bare or as
 * `data`, and `Link` to the next page. At the end of the list, `Resume-Cursor` is where to continue
 * later.
 */
export const page = (
  contract: Contract,
  path: string,
  query: Readonly<Record<string, unknown>>,
  found: { readonly data: readonly unknown[]; readonly next?: string | undefined; readonly end?: string | undefined },
): Reply => {
  const schema = contract.response.schema ?? {};
  const isBare = contract.response.schema?.type === 'array';
  const body = JSON.stringify(pickBySchema(schema, isBare ? found.data : { data: found.data, next: found.next ?? null }));
  const link = found.next === undefined ? {} : { link: `<${path}?${searchOf({ ...query, cursor: found.next })}>; rel="next"` };
  const end = found.end === undefined ? {} : { 'resume-cursor': found.end };
  return { status: 200, headers: { 'content-type': 'application/json', ...link, ...end }, body };
};

const searchOf = (query: Readonly<Record<string, unknown>>): string =>
  new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString();

/** The answer without content: 204. */
export const done: Reply = { status: 204, headers: {} };
