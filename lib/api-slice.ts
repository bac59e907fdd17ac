import type { Configuration } from './configuration-schema.ts';
import type { TenantryHttpApi } from './http-api.ts';
import type { TenantryTable } from './tenantry-table.ts';

/** What the endpoints of one resource are built from. */
export interface ApiSliceProps {
  readonly api: TenantryHttpApi;
  readonly table: TenantryTable;
  readonly configuration: Configuration;
}
