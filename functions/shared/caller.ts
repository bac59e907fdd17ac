import type { Access } from './contract.ts';
import { type Permission, ROLE_PERMISSIONS, type UserRole } from './permissions.ts';
import { Refusal } from './problems.ts';

/** Who calls: an unbound caller acts for the platform operator, a bound one only inside its own tenant. */
export interface Caller {
  /** `token:<subject>` or `user:<user name>`; scopes idempotency keys and names the actor of an event. */
  readonly actor: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly resellerId?: string;
  readonly partnerId?: number;
  /** Set when the caller is a partner's user. */
  readonly role?: UserRole;
}

/** A partner's user, signed in with HTTP Basic. */
export const partnerUser = (userName: string, partnerId: number, role: UserRole): Caller => ({
  actor: `user:${userName}`,
  permissions: new Set(ROLE_PERMISSIONS[role]),
  partnerId,
  role,
});

export const isBound = ({ resellerId, partnerId }: Caller): boolean => resellerId !== undefined || partnerId !== undefined;

/** Refuses a caller that lacks the operation's permission or is bound to another tenant than the path names. */
export const authorise = (access: Exclude<Access, 'public'>, caller: Caller, resellerId: string | undefined): void => {
  if (!caller.permissions.has(access.permission)) {
    throw new Refusal('permission-missing', `The permission ${access.permission} is required.`, {
      members: { permission: access.permission },
    });
  }
  if (isBound(caller) && !isInside(access.tenant, caller, resellerId)) {
    throw new Refusal('foreign-tenant', 'The caller is bound to another tenant.');
  }
};

const isInside = (tenant: Exclude<Access, 'public'>['tenant'], caller: Caller, resellerId: string | undefined): boolean => {
  if (tenant === 'operator') return false;
  return tenant === 'partner' ? caller.partnerId !== undefined : caller.resellerId !== undefined && caller.resellerId === resellerId;
};
