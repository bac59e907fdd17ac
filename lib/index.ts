export { ConfigurationError } from './configuration/configuration-error.ts';
export { TenantrySubscription, type TenantrySubscriptionProps } from './subscription/tenantry-subscription.ts';
export { Tenantry, type TenantryProps } from './tenantry.ts';
export type { TenantProps } from './tenants/tenant.ts';
export type { TenantryApi, TenantryInstallation } from './tenants/tenant-api.ts';
export { TenantryOrganization, type TenantryOrganizationProps } from './tenants/tenantry-organization.ts';
export { TenantryPartner, type TenantryPartnerProps } from './tenants/tenantry-partner.ts';
export { TenantryReseller, type TenantryResellerProps } from './tenants/tenantry-reseller.ts';
