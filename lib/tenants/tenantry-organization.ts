import type { Construct } from 'constructs';
import type { WholeOrganization } from '../../client/index.ts';
import { TENANT_TYPES } from '../../functions/tenants-as-code/contract.ts';
import { requireProps } from '../base/require-props.ts';
import { Tenant, type TenantProps } from './tenant.ts';
import { TenantryReseller } from './tenantry-reseller.ts';

type Fields = Omit<WholeOrganization, 'id' | 'externalId' | 'version' | 'createdAt' | 'updatedAt' | 'resellerId'>;

/** The fields of an organization, as the API has them, and where it is. */
export interface TenantryOrganizationProps extends TenantProps, Readonly<Fields> {
  /** The reseller of the organization, or its id. An organization moves to no other. */
  readonly reseller: TenantryReseller | string;
}

/** An organization of a reseller. */
export class TenantryOrganization extends Tenant {
  constructor(scope: Construct, id: string, { reseller, ...props }: TenantryOrganizationProps) {
    const parent = reseller instanceof TenantryReseller ? reseller.id : reseller;
    super(scope, id, props, { type: TENANT_TYPES.organization, parent });
    requireProps(this, { reseller, ...props }, ['reseller']);
  }
}
