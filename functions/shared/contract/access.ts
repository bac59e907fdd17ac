import { type Caller, isBound } from './caller.ts';
import type { Permission } from './permissions.ts';
import { Refusal } from './problems.ts';

/**
 * The callers of an operation: everybody, or those with the permission; `tenant` is what a bound
 * caller must be bound to.
 */
export type Access =
  | 'public'
  | {
      readonly permission: Permission;
      readonly schemes: readonly ('bearer' | 'basic')[];
      /**
       * `reseller`: the path's `resellerId`; `partner`: any partner, `any`: any tenant, the
       * operation narrows it; `operator`: unbound callers only.
       */
      readonly tenant: 'reseller' | 'partner' | 'any' | 'operator';
    };

/**
 * Refuses a caller that lacks the operation's permission or is bound to another tenant than the
 * path names.
 */
export const authorise = (access: Exclude<Access, 'public'>, caller: Caller, resellerId: string | undefined): void => {
  requirePermission(caller, access.permission);
  if (isBound(caller) && !isInTenant(access.tenant, caller, resellerId)) {
    const detail =
      access.tenant === 'operator' ? 'Only a token that is bound to no tenant may do this.' : 'The caller is bound to another tenant.';
    throw new Refusal('foreign-tenant', detail);
  }
};

/** Refuses a caller that lacks a permission (403). */
export const requirePermission = ({ permissions }: Caller, permission: Permission): void => {
  if (!permissions.has(permission)) throw permissionMissing(permission, `The permission ${permission} is required.`);
};

/** Creates the refusal (403) of a caller that lacks a permission. */
export const permissionMissing = (permission: Permission, detail: string): Refusal =>
  new Refusal('permission-missing', detail, { members: { permission } });

const isInTenant = (tenant: Exclude<Access, 'public'>['tenant'], caller: Caller, resellerId: string | undefined): boolean => {
  if (tenant === 'operator' || tenant === 'any') return tenant === 'any';
  return tenant === 'partner' ? caller.partnerId !== undefined : caller.resellerId !== undefined && caller.resellerId === resellerId;
};
