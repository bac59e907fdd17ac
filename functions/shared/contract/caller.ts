import { type Permission, ROLE_PERMISSIONS, type UserRole } from './permissions.ts';

/**
 * The caller of a request: an unbound one acts for the platform operator, a bound one only inside
 * its own tenant.
 */
export interface Caller {
  /**
   * `token:<subject>` or `user:<user name>`; scopes idempotency keys and names the actor of an
   * event.
   */
  readonly actor: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly resellerId?: string;
  readonly partnerId?: number;
  /** Set when the caller is a partner's user. */
  readonly role?: UserRole;
  /** Set when that user is a contact. */
  readonly contactId?: number;
  /** The ids above the partner of that user, from the root down, as they were when it signed in. */
  readonly ancestors?: readonly number[];
}

/** Creates the caller of a partner's user that signed in with HTTP Basic. */
export const partnerUser = (userName: string, partnerId: number, role: UserRole, contactId?: number): Caller => ({
  actor: `user:${userName}`,
  permissions: new Set(ROLE_PERMISSIONS[role]),
  partnerId,
  role,
  ...(contactId !== undefined && { contactId }),
});

export const isBound = ({ resellerId, partnerId }: Caller): boolean => resellerId !== undefined || partnerId !== undefined;
