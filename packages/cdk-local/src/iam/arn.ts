import { refuseVariables, wildcardSource } from './wildcard.ts';

const COLONS = 5;

/** The six parts of an ARN, the last with its colons; throws when there are fewer. */
const partsOf = (arn: string): readonly string[] => {
  const parts = arn.split(':');
  if (parts.length <= COLONS || parts[0] !== 'arn') throw new Error(`${arn} is no ARN`);
  return [...parts.slice(0, COLONS), parts.slice(COLONS).join(':')];
};

/**
 * Compiles an ARN whose wildcards stay within their part between the colons, as IAM compares them;
 * `*` alone is every ARN.
 */
export const arnPattern = (pattern: string): ((arn: string) => boolean) => {
  if (pattern === '*') return () => true;
  refuseVariables(pattern);
  const parts = partsOf(pattern);
  if (!/[*?]/.test(pattern)) return (arn) => arn === pattern;
  const source = parts.map((part, index) => wildcardSource(part, index < COLONS ? '[^:]' : '[^]')).join(':');
  const expression = new RegExp(`^${source}$`);
  return (arn) => expression.test(arn);
};
