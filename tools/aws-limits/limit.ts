import type { AwsLimit } from '@tenantry/cdk-local/base/aws-limit';

/** A limit of AWS that the product depends on, and what becomes of it here. */
export interface ProductLimit extends AwsLimit {
  /** Where this product enforces or respects it, with file names; or that it does not. */
  readonly enforced: string;
  /** The symptom that a caller or an operator sees when it is reached. */
  readonly seen: string;
}

/** The limits of one service, by a name to be used in code. */
export type ServiceLimits = Readonly<Record<string, ProductLimit>>;
