type Range = readonly [least: number, most: number];

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_MS = 86_400_000;
// A date such as the 29th of February may be eight years away.
const LONGEST_SEARCH_DAYS = 9 * 366;

const numbers = ([least, most]: Range): number[] => Array.from({ length: most - least + 1 }, (_, index) => least + index);

const numberOf = (text: string, names: readonly string[]): number => {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + 1;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
};

// The values of `?`, `5`, `1-5`, `0/15` and the like; none when it is not understood or out of range.
const span = (text: string, whole: Range, names: readonly string[]): readonly number[] => {
  const [range = '', step = '1'] = text.split('/');
  const [first = '', last] = range.split('-');
  const isWhole = range === '*' || range === '?';
  const from = isWhole ? whole[0] : numberOf(first, names);
  const single = text.includes('/') ? whole[1] : from;
  const to = isWhole ? whole[1] : last === undefined ? single : numberOf(last, names);
  if (!(from >= whole[0] && to <= whole[1] && from <= to && /^[1-9]\d*$/.test(step))) return [];
  return numbers([from, to]).filter((value) => (value - from) % Number(step) === 0);
};

const field = (text: string, whole: Range, names: readonly string[] = []): ReadonlySet<number> | undefined => {
  const spans = text.split(',').map((part) => span(part, whole, names));
  return spans.some((values) => values.length === 0) ? undefined : new Set(spans.flat());
};

/** The times (UTC, in milliseconds since the epoch) of the six fields of an AWS cron expression without `L`, `W` and `#`; undefined when they are not valid. */
export const cronTimes = ([minute = '', hour = '', day = '', month = '', weekday = '', year = '']: readonly string[]) => {
  const minutes = field(minute, [0, 59]);
  const hours = field(hour, [0, 23]);
  const days = field(day, [1, 31]);
  const months = field(month, [1, 12], MONTHS);
  const weekdays = field(weekday, [1, 7], WEEKDAYS);
  const years = field(year, [1970, 2199]);
  const oneIsOpen = (day === '?') !== (weekday === '?');
  if (!(minutes && hours && days && months && weekdays && years && oneIsOpen)) return undefined;

  const isOnDay = (at: Date): boolean =>
    days.has(at.getUTCDate()) && weekdays.has(at.getUTCDay() + 1) && months.has(at.getUTCMonth() + 1) && years.has(at.getUTCFullYear());
  const times = [...hours].flatMap((h) => [...minutes].map((m) => (h * 60 + m) * 60_000)).sort((a, b) => a - b);

  return (after: number): number | undefined => {
    const today = Math.floor(after / DAY_MS) * DAY_MS;
    for (let days = 0; days < LONGEST_SEARCH_DAYS; days += 1) {
      const midnight = today + days * DAY_MS;
      const next = isOnDay(new Date(midnight)) ? times.find((time) => midnight + time > after) : undefined;
      if (next !== undefined) return midnight + next;
    }
    return undefined;
  };
};
