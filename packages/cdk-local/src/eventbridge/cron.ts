import { Cron } from 'croner';

/**
 * The values of the six fields of an AWS cron expression ("Setting a schedule pattern", EventBridge
 * user guide).
 */
const RANGES: readonly (readonly [least: number, most: number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
  [1970, 2199],
];

const [LAST_YEAR, SATURDAY] = [2199, '7'];

/**
 * Returns whether all numbers are in the field's range, steps aside: croner accepts some that AWS
 * refuses.
 */
const isInRange = (field: string, [least, most]: (typeof RANGES)[number] = [0, 0]): boolean =>
  (field.replace(/[/#]\d+/g, '').match(/\d+/g) ?? []).map(Number).every((value) => value >= least && value <= most);

/**
 * Writes hours that go past midnight, as `20-2` of an example in the user guide, as a list: croner
 * refuses such a range.
 */
const withMidnight = (hours: string): string =>
  hours.replaceAll(/(?<=^|,)(\d+)-(\d+)(?:\/(\d+))?(?=,|$)/g, (range, first, last, step = '1') => {
    const [from, to, by] = [Number(first), Number(last) + 24, Number(step)];
    if (to - from >= 24 || by === 0 || by > 23) return range;
    return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => (from + index * by) % 24).join(',');
  });

/** Steps of years begin in 1970, or where the expression says. */
const withFirstYear = (year: string): string => year.replaceAll('*/', '1970/').replaceAll(/(^|,)(\d+)\//g, `$1$2-${LAST_YEAR}/`);

const compile = (fields: readonly string[]): Cron | undefined => {
  const [minute, hour = '', day, month, weekday = '', year = ''] = fields;
  const pattern = ['0', minute, withMidnight(hour), day, month, weekday === 'L' ? SATURDAY : weekday, withFirstYear(year)].join(' ');
  try {
    return new Cron(pattern, { mode: '7-part', timezone: 'UTC', alternativeWeekdays: true, domAndDow: true, sloppyRanges: true });
  } catch {
    return undefined;
  }
};

/**
 * Reads the six fields of an AWS cron expression; undefined when they are not valid, or not
 * understood (`L-3`). Returns a function from a moment to the first time after it (UTC), both in
 * milliseconds since the epoch.
 */
export const cronTimes = (fields: readonly string[]): ((after: number) => number | undefined) | undefined => {
  const [, , day, , weekday] = fields;
  const oneIsOpen = (day === '?') !== (weekday === '?');
  const cron = oneIsOpen && fields.every((field, index) => isInRange(field, RANGES[index])) ? compile(fields) : undefined;
  return cron && ((after) => cron.nextRun(new Date(after))?.getTime());
};
