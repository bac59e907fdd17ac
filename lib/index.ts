export { ConfigurationError } from './configuration/configuration-error.ts';
export { Tenantry, type TenantryProps } from './tenantry.ts';
