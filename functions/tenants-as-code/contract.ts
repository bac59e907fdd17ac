/** The types of the custom resources. */
export const TENANT_TYPES = {
  reseller: 'Custom::TenantryReseller',
  partner: 'Custom::TenantryPartner',
  organization: 'Custom::TenantryOrganization',
} as const;

export type TenantType = (typeof TENANT_TYPES)[keyof typeof TENANT_TYPES];

/** The properties of a custom resource. CloudFormation sends every number and boolean as text. */
export interface TenantProperties {
  /** The address of the API, without a slash at its end. */
  readonly ApiUrl: string;
  /** The ARN of the secret with the credentials. */
  readonly CredentialsSecret: string;
  readonly ExternalId: string;
  /** The id of the reseller or partner above it. */
  readonly Parent?: string;
  /** The fields of the entity, as the body of its PUT has them. */
  readonly Fields: Readonly<Record<string, unknown>>;
  /** Takes over an entity that has the external id already. */
  readonly Adopt?: string | boolean;
  readonly DriftPolicy: DriftPolicy;
}

/** Says what an update does with fields that were changed outside: overwrites them, or fails. */
export type DriftPolicy = 'overwrite' | 'fail';

/** The value of the attribute `Drift` when nothing was changed outside. */
export const NO_DRIFT = 'none';
