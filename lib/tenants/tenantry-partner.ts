import { RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { WholePartner, WholePartnerContact } from '../../client/index.ts';
import { TENANT_TYPES } from '../../functions/tenants-as-code/contract.ts';
import { Tenant, type TenantProps } from './tenant.ts';

type Fields = Omit<WholePartner, 'id' | 'externalId' | 'version' | 'createdAt' | 'updatedAt' | 'parent' | 'contact' | 'verificationPhrase'>;

/**
 * The fields of a partner, as the API has them, and where it is. A verification phrase is set
 * elsewhere, because a template would show it, and stays as it is.
 */
export interface TenantryPartnerProps extends TenantProps, Readonly<Fields> {
  /** The present contact of the partner. */
  readonly contact: Readonly<Omit<WholePartnerContact, 'id'>>;
  /** The partner above it, or its id; none for a root partner. Another one moves the branch. */
  readonly parent?: TenantryPartner | number;
}

/** A partner. It moves in place when its parent changes. */
export class TenantryPartner extends Tenant {
  constructor(scope: Construct, id: string, { parent, ...props }: TenantryPartnerProps) {
    const parentId = parent instanceof TenantryPartner ? parent.id : parent?.toString();
    // The API deletes no partner, so that a creation cannot be undone.
    super(scope, id, { removalPolicy: RemovalPolicy.RETAIN, ...props }, { type: TENANT_TYPES.partner, parent: parentId });
  }
}
