import { Refusal } from '../contract/problems.ts';

/** An entity; it has a `version` unless it never changes. */
export type Entity = object;

/** Returns the version of an entity, if it has any. */
export const versionOf = (entity: Entity): number | undefined => (entity as { readonly version?: number }).version;

/** Returns the entity tag of a version. */
export const tagOf = (version: number): string => `"${version}"`;

/** Returns the entity tags of a header whose form was validated. */
export const tagsOf = (header: string): readonly string[] => header.match(/(?:W\/)?"[^"]*"/g) ?? [];

/**
 * Refuses when `If-Match` names no version that the entity has (412). Tags are compared strongly
 * (RFC 9110, 13.1.1): one of a list is enough, and a weak one never matches.
 */
export const requireVersion = (entity: Entity, ifMatch: string | undefined): void => {
  const version = versionOf(entity);
  if (ifMatch === undefined || ifMatch === '*') return;
  const tags = tagsOf(ifMatch);
  const current = tagOf(version ?? 0);
  if (tags.includes(current)) return;
  const hint = tags.includes(`W/${current}`) ? `; a weak tag such as W/${current} never matches` : '';
  throw new Refusal('version-mismatch', `The entity has the version ${current}, which If-Match does not name${hint}.`);
};
