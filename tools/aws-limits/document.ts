import type { AwsLimit } from '@tenantry/cdk-local/aws-limits/limit.ts';
import { AWS_LIMITS } from '@tenantry/cdk-local/aws-limits/limits.ts';
import { item } from '../documents/markdown.ts';

/** `docs/aws-limits.md`: what AWS allows of what the product uses, and what happens at each limit. */
export const awsLimitsDocument = (): string =>
  [
    '# Limits of AWS',
    '',
    'Generated from [aws-limits](../packages/cdk-local/src/aws-limits/limits.ts) by `npm run generate`.',
    'Each entry says the value that a new account has, whether AWS raises it, where that is written and',
    'when it was read, where this product enforces or respects it, and what is seen when it is reached.',
    '',
    ...Object.entries(AWS_LIMITS).flatMap(([service, limits]) => [`## ${service}`, '', ...Object.values(limits).flatMap(entryOf)]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');

const entryOf = (limit: AwsLimit): readonly string[] => [
  `### ${limit.name}`,
  '',
  ...[
    `**${figureOf(limit)}**, ${limit.adjustable ? 'adjustable' : 'fixed'}`,
    `Source: ${limit.source} (read ${limit.read})`,
    `Here: ${limit.enforced}`,
    `At the limit: ${limit.seen}`,
  ].flatMap((text) => item(text)),
  '',
];

const NUMBER = new Intl.NumberFormat('en-US');

const written = (value: number | string): string => (typeof value === 'number' ? NUMBER.format(value) : value);

const figureOf = ({ value, unit, regions = {} }: AwsLimit): string => {
  const elsewhere = Object.entries(regions).map(([region, other]) => `${written(other)} in ${region}`);
  const usual = unit === undefined ? written(value) : `${written(value)} ${unit}`;
  return elsewhere.length === 0 ? usual : `${usual} (${elsewhere.join(', ')})`;
};
