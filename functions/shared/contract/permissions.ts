/** Every permission a caller can hold; a token carries them by these names, with or without the prefix `tenantry/`. */
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

/** A permission, or the scope of the operator, as tokens of the user pool hold it. */
export const scopeOf = (name: string): string => `${RESOURCE_SERVER}/${name}`;

/** The scope by which a Cognito client says that it acts for the platform operator: without it, one that is bound to no tenant acts for nobody. */
export const OPERATOR_SCOPE = 'operator';

/** The roles of a partner's contact, highest first. */
export const USER_ROLES = ['Partner Supervisor', 'Partner User', 'Client Admin', 'Client User'] as const;

export type UserRole = (typeof USER_ROLES)[number];

/** What each role may do when it signs in with HTTP Basic. */
export const ROLE_PERMISSIONS: Readonly<Record<UserRole, readonly Permission[]>> = {
  'Partner Supervisor': ['partner:create', 'partner:read', 'partner:update', 'credential:write'],
  'Partner User': ['partner:read'],
  'Client Admin': [],
  'Client User': [],
};

/** True when `role` stands above `other`. */
export const isAbove = (role: UserRole, other: UserRole): boolean => USER_ROLES.indexOf(role) < USER_ROLES.indexOf(other);
