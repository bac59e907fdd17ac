/** Every permission; a token has them by these names, with or without the prefix `tenantry/`. */
export const PERMISSIONS = [
  'partner:create',
  'partner:read',
  'partner:update',
  'reseller:write',
  'reseller:read',
  'reseller:organization:create',
  'reseller:organization:read',
  'reseller:organization:update',
  'reseller:organization:delete',
  'webhook:write',
  'webhook:read',
  'eventLog:read',
  'credential:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** The resource server of the user pool, whose scopes are the permissions. */
export const RESOURCE_SERVER = 'tenantry';

/** Returns the scope of a permission, or of the operator, in tokens of the user pool. */
export const scopeOf = (name: string): string => `${RESOURCE_SERVER}/${name}`;

/**
 * The scope by which a Cognito client acts for the platform operator: without it, an unbound one
 * acts for nobody.
 */
export const OPERATOR_SCOPE = 'operator';

/** The roles of a partner's contact, highest first. */
export const USER_ROLES = ['Partner Supervisor', 'Partner User', 'Client Admin', 'Client User'] as const;

export type UserRole = (typeof USER_ROLES)[number];

/** The permissions of each role with HTTP Basic. */
export const ROLE_PERMISSIONS: Readonly<Record<UserRole, readonly Permission[]>> = {
  'Partner Supervisor': ['partner:create', 'partner:read', 'partner:update', 'credential:write'],
  'Partner User': ['partner:read'],
  'Client Admin': [],
  'Client User': [],
};

/** True when `role` is above `other`. */
export const isAbove = (role: UserRole, other: UserRole): boolean => USER_ROLES.indexOf(role) < USER_ROLES.indexOf(other);
