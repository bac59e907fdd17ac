/** The longest values of CloudFormation's pseudo parameters. */
const PSEUDO: Readonly<Record<string, number>> = {
  'AWS::Partition': 'aws-us-gov'.length,
  'AWS::Region': 'ap-northeast-1'.length,
  'AWS::AccountId': 12,
  'AWS::URLSuffix': 'amazonaws.com.cn'.length,
};

/**
 * A name that CloudFormation chooses has at most 64 characters in a policy; the longest ARN is that
 * of an API destination.
 */
const NAME = 64;
const ARN = `arn:aws-us-gov:events:us-gov-west-1:123456789012:api-destination/${'n'.repeat(NAME)}/${'u'.repeat(36)}`.length;

/**
 * Returns the characters of a policy after CloudFormation has filled in its references, without
 * white space; an estimate, rather too long.
 */
export const policyLength = (document: unknown): number => JSON.stringify(fillIn(document)).length;

const fillIn = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fillIn);
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return textOf(name, argument);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fillIn(member)]));
};

const textOf = (intrinsic: string, argument: unknown): string => {
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = argument as readonly [string, readonly unknown[]];
    return parts.map((part) => String(fillIn(part))).join(separator);
  }
  return 'x'.repeat(intrinsic === 'Ref' ? (PSEUDO[String(argument)] ?? NAME) : ARN);
};
