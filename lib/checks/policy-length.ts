/** What CloudFormation puts in place of a parameter, at its longest. */
const PSEUDO: Readonly<Record<string, number>> = {
  'AWS::Partition': 'aws-us-gov'.length,
  'AWS::Region': 'ap-northeast-1'.length,
  'AWS::AccountId': 12,
  'AWS::URLSuffix': 'amazonaws.com.cn'.length,
};

/** A name that CloudFormation draws has 64 characters at most where it stands in a policy; the longest ARN is that of an API destination. */
const NAME = 64;
const ARN = `arn:aws-us-gov:events:us-gov-west-1:123456789012:api-destination/${'n'.repeat(NAME)}/${'u'.repeat(36)}`.length;

/** The characters that a policy has once CloudFormation has filled in what it refers to, without white space; an estimate, rather too long. */
export const policyLength = (document: unknown): number => JSON.stringify(filledIn(document)).length;

const filledIn = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(filledIn);
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return textOf(name, argument);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filledIn(member)]));
};

const textOf = (intrinsic: string, argument: unknown): string => {
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = argument as readonly [string, readonly unknown[]];
    return parts.map((part) => String(filledIn(part))).join(separator);
  }
  return 'x'.repeat(intrinsic === 'Ref' ? (PSEUDO[String(argument)] ?? NAME) : ARN);
};
