import { canonicalId } from '../base/uuid.ts';
import type { Caller } from '../contract/caller.ts';
import { PERMISSIONS, type Permission } from '../contract/permissions.ts';
import { ID_PATTERN } from '../contract/schemas.ts';

/**
 * The claims that bind a token to a tenant, those that have permissions, and the permitted prefixes
 * of permissions (`''`: none).
 */
export interface ClaimNames {
  readonly reseller: string;
  readonly partner: string;
  readonly permissions: readonly string[];
  readonly prefixes: readonly string[];
}

/** The claims that bind a token to a tenant, unless the configuration names others. */
export const BINDING_CLAIMS = { reseller: 'reseller_id', partner: 'partner_id' } as const;

export type Claims = Readonly<Record<string, unknown>>;

/**
 * Reads the caller from a verified token's claims.
 * @throws {Error} when the token has no subject, or a binding that cannot be read: a token that was
 *   meant to be bound must never count as unbound
 */
export const callerOf = (claims: Claims, names: ClaimNames): Caller => {
  const resellerId = readBinding(claims, names.reseller, readResellerId);
  const partnerId = readBinding(claims, names.partner, readInt32);
  return {
    actor: `token:${subjectOf(claims)}`,
    permissions: permissionsOf(claims, names),
    ...(resellerId !== undefined && { resellerId }),
    ...(partnerId !== undefined && { partnerId }),
  };
};

/** OAuth client-credential tokens may only name the client (`client_id`, or `azp`). */
const subjectOf = ({ sub, client_id, azp }: Claims): string => {
  const subject = [sub, client_id, azp].find((value) => typeof value === 'string' && value !== '');
  if (subject === undefined) throw new Error('the token has no subject');
  return String(subject);
};

const readBinding = <T>(claims: Claims, name: string, read: (value: unknown) => T | undefined): T | undefined => {
  if (!Object.hasOwn(claims, name)) return undefined;
  const value = read(claims[name]);
  if (value === undefined) throw new Error(`the claim ${name} cannot be read`);
  return value;
};

// A token can only be bound to what a path can name; only that protects the canary's reserved
// reseller.
const readResellerId = (value: unknown): string | undefined =>
  typeof value === 'string' && RESELLER_ID.test(value) ? canonicalId(value) : undefined;

const RESELLER_ID = new RegExp(ID_PATTERN);

const readInt32 = (value: unknown): number | undefined => {
  const id = typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isInteger(id) && id >= 1 && id < 2 ** 31 ? id : undefined;
};

const permissionsOf = (claims: Claims, names: ClaimNames): ReadonlySet<Permission> => {
  const isHeld = scopesOf(claims, names);
  return new Set(PERMISSIONS.filter(isHeld));
};

/**
 * Returns a predicate of scopes: true when the token has the scope, bare or with a prefix, in one
 * of the claims with permissions.
 */
export const scopesOf = (claims: Claims, { permissions, prefixes }: ClaimNames): ((scope: string) => boolean) => {
  const held = new Set(permissions.flatMap((name) => (Object.hasOwn(claims, name) ? wordsOf(claims[name]) : [])));
  return (scope) => prefixes.some((prefix) => held.has(prefix + scope));
};

/** Returns the members of a claim that is an array or a space-separated text. */
const wordsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.split(' ');
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
};
