/** Times as text: every time from outside and from the table is read here. */

// RFC 3339, section 5.6: letters in either case, but no blank in the place of the `T`, which the
// `date-time` of the grammar does not have.
const DATE_TIME = /^(\d{4}-\d\d-\d\d)[Tt]((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const MINUTE_MS = 60_000;

/**
 * Reads an RFC 3339 time as milliseconds since 1970; `undefined` when it is none. Finer fractions
 * are rounded up, so that a bound keeps its side of whole milliseconds. A leap second, which only
 * the end of a month (UTC) may have, is the start of the second after it.
 *
 * @example readDateTime('2016-12-31T23:59:60Z') === readDateTime('2017-01-01T00:00:00Z')
 */
export const readDateTime = (text: string): number | undefined => {
  const [, date, clock, second, fraction = '', sign, hours = '0', minutes = '0'] = DATE_TIME.exec(text) ?? [];
  const isLeap = second === '60';
  const local = readExactly(`${date}T${clock}:${isLeap ? '59' : second}.000Z`);
  if (local === undefined) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const at = sign === '-' ? local + offset : local - offset;
  if (!isLeap) return at + millisecondsOf(fraction);
  return isMonthStart(at + 1000) ? at + 1000 : undefined;
};

/** True for an RFC 3339 time, which is `format: date-time` in every schema. */
export const isDateTime = (text: string): boolean => readDateTime(text) !== undefined;

/**
 * Returns the milliseconds since 1970 of a time that was validated before.
 * @throws {RangeError} when it is none after all
 */
export const timeOf = (text: string): number => {
  const time = readDateTime(text);
  if (time === undefined) throw new RangeError('the text is not an RFC 3339 time');
  return time;
};

const [FIRST, LAST] = ['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'].map((text) => Date.parse(text)) as [number, number];

/**
 * Writes milliseconds since 1970 as text that sorts by time. A time outside the years of RFC 3339,
 * by its offset, becomes the first or last of them.
 */
export const timeText = (ms: number): string => new Date(Math.min(Math.max(ms, FIRST), LAST)).toISOString();

/**
 * Reads the date of an HTTP header in its current form (RFC 9110, IMF-fixdate) as milliseconds
 * since 1970.
 */
export const readHttpDate = (text: string): number | undefined => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toUTCString() === text ? time : undefined;
};

// `Date.parse` accepts 30 February as a day in March.
const readExactly = (canonical: string): number | undefined => {
  const time = Date.parse(canonical);
  return !Number.isNaN(time) && new Date(time).toISOString() === canonical ? time : undefined;
};

const millisecondsOf = (fraction: string): number => Number(fraction.slice(0, 3).padEnd(3, '0')) + Number(/[1-9]/.test(fraction.slice(3)));

const isMonthStart = (time: number): boolean => new Date(time).toISOString().endsWith('-01T00:00:00.000Z');
