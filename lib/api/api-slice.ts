import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import type { TenantryHttpApi } from './http-api.ts';

/** What the endpoints of one resource are built from. */
export interface ApiSliceProps {
  readonly api: TenantryHttpApi;
  readonly table: TenantryTable;
  readonly configuration: Configuration;
}
