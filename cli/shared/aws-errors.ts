/** An error as the SDK throws it. */
interface AwsError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: unknown;
}

type Rule = readonly [fits: (error: AwsError) => boolean, says: (error: AwsError) => string];

const named =
  (...names: readonly string[]) =>
  ({ name = '' }: AwsError): boolean =>
    names.includes(name);

const says =
  (pattern: RegExp) =>
  ({ message = '' }: AwsError): boolean =>
    pattern.test(message);

const EXPIRED = named('ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired');
const UNKNOWN = named('UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidSignatureException', 'SignatureDoesNotMatch');
const DENIED = named('AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorizedException');
const THROTTLED = named('Throttling', 'ThrottlingException', 'TooManyRequestsException', 'ProvisionedThroughputExceededException');
const UNREACHABLE = ['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH'];

const RULES: readonly Rule[] = [
  [says(/^Region is missing$/), () => 'No AWS Region is set: set AWS_REGION, or a region in the profile of AWS_PROFILE.'],
  [
    says(/^The SSO session .* (?:expired|invalid)|^Token is expired|^The SSO access token/),
    () => 'The sign-in of AWS has expired: run aws sso login, and again.',
  ],
  [
    named('CredentialsProviderError', 'TokenProviderError'),
    ({ message }) => `There are no AWS credentials: set AWS_PROFILE, or run aws sso login. The SDK says: ${message}`,
  ],
  [EXPIRED, () => 'The AWS credentials have expired: get new ones, such as by aws sso login.'],
  [UNKNOWN, () => 'AWS does not know these credentials: see AWS_PROFILE and the AWS_… variables, and whether the Region is theirs.'],
  [DENIED, ({ message }) => `The AWS credentials may not do this: ${message}`],
  [THROTTLED, ({ message }) => `AWS asks to be called more slowly; try again in a minute. It says: ${message}`],
  [
    ({ code = '', $metadata }) => $metadata !== undefined && UNREACHABLE.includes(code),
    ({ message }) => `AWS cannot be reached; see the network, AWS_REGION and AWS_ENDPOINT_URL. ${message}`,
  ],
];

/** Says in our words what went wrong with AWS, and what to do; undefined for any other error. */
export const explainAwsError = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const [, words] = RULES.find(([fits]) => fits(error)) ?? [];
  return words?.(error);
};
