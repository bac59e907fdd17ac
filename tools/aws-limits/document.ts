import { item, paragraph } from '../documents/markdown.ts';
import type { ProductLimit, ServiceLimits } from './limit.ts';
import { AWS_LIMITS } from './limits.ts';

/**
 * Returns `docs/aws-limits.md`: what AWS allows of what the product uses, and what happens at each
 * limit.
 */
export const awsLimitsDocument = (): string =>
  [INTRODUCTION, ...Object.entries(AWS_LIMITS).flatMap(([service, limits]) => sectionOf(service, limits))].join('\n').replace(/\n+$/, '\n');

const READ = [...new Set(Object.values(AWS_LIMITS).flatMap((limits: ServiceLimits) => Object.values(limits).map(({ read }) => read)))];

const INTRODUCTION = `# Limits of AWS

Generated from [aws-limits](../tools/aws-limits/limits.ts) by \`npm run generate\`.
Each entry gives the value of a new account, and whether AWS raises it. **Here** is where the
product or the embedded runtime respects it; "not emulated" means that the runtime does not.
**Reached** is what you then see: an entry without it is out of reach. AWS's documents were read in
${READ.join(' and ')}.
`;

const sectionOf = (service: string, limits: ServiceLimits): readonly string[] => {
  const entries = Object.values(limits);
  const shared = sharedSource(entries);
  const note = shared === undefined ? [] : [...paragraph(`Source unless given: ${shared}.`), ''];
  return [`## ${service}`, '', ...note, ...entries.flatMap((limit) => entryOf(limit, shared))];
};

/** Names the month only where the introduction does not say it. */
const sourceOf = ({ source, read }: ProductLimit): string => (READ.length === 1 ? source : `${source} (read ${read})`);

/** Returns the source that most entries have; none if each has its own. */
const sharedSource = (entries: readonly ProductLimit[]): string | undefined => {
  const sources = entries.map(sourceOf);
  const countOf = (value: string): number => sources.filter((source) => source === value).length;
  const commonest = sources.reduce((best, source) => (countOf(source) > countOf(best) ? source : best));
  return countOf(commonest) > 1 ? commonest : undefined;
};

const entryOf = (limit: ProductLimit, shared: string | undefined): readonly string[] => [
  `### ${limit.name}`,
  '',
  ...[
    `**${figureOf(limit)}**, ${limit.adjustable ? 'adjustable' : 'fixed'}`,
    ...(sourceOf(limit) === shared ? [] : [`Source: ${sourceOf(limit)}`]),
    ...(limit.enforced === NOWHERE ? [] : [`Here: ${limit.enforced}`]),
    ...(limit.seen === OUT_OF_REACH ? [] : [`Reached: ${limit.seen}`]),
  ].flatMap((text) => item(text)),
  '',
];

const NOWHERE = 'not here';
const OUT_OF_REACH = 'Nothing: it is not reached.';

const NUMBER = new Intl.NumberFormat('en-US');

const written = (value: number | string): string => (typeof value === 'number' ? NUMBER.format(value) : value);

const figureOf = ({ value, unit, regions = {} }: ProductLimit): string => {
  const elsewhere = Object.entries(regions).map(([region, other]) => `${written(other)} in ${region}`);
  const usual = unit === undefined ? written(value) : `${written(value)} ${unit}`;
  return elsewhere.length === 0 ? usual : `${usual} (${elsewhere.join(', ')})`;
};
