import type { Construct } from 'constructs';
import type { WholeReseller } from '../../client/index.ts';
import { TENANT_TYPES } from '../../functions/tenants-as-code/contract.ts';
import { Tenant, type TenantProps } from './tenant.ts';

type Fields = Omit<WholeReseller, 'id' | 'externalId' | 'version' | 'createdAt' | 'updatedAt'>;

/** The fields of a reseller, as the API has them, and where it is. */
export interface TenantryResellerProps extends TenantProps, Readonly<Fields> {}

/** A reseller. Its credentials must be bound to no tenant. */
export class TenantryReseller extends Tenant {
  constructor(scope: Construct, id: string, props: TenantryResellerProps) {
    super(scope, id, props, { type: TENANT_TYPES.reseller, parent: undefined });
  }
}
