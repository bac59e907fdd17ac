/** The context of a request, by condition key in lower case. */
export type Context = Readonly<Partial<Record<string, string | readonly string[]>>>;

/** One action on one resource. */
export interface AccessRequest {
  /** Such as `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN, or `*` where an action is not about a resource. */
  readonly resource: string;
  readonly context?: Context;
}

/**
 * The condition keys that requests carry here, in lower case; a policy that asks for another one
 * cannot be evaluated.
 */
export const CONTEXT_KEYS: ReadonlySet<string> = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:RequestedRegion',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'dynamodb:LeadingKeys',
    'dynamodb:ReturnValues',
    'dynamodb:Select',
    'iam:AWSServiceName',
    'iam:PassedToService',
    // For actions of KMS, which are not run here.
    'kms:ViaService',
    'lambda:SourceFunctionArn',
    'ses:FromAddress',
  ].map((key) => key.toLowerCase()),
);
