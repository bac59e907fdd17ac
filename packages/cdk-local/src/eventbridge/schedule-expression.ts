import { validationError } from '../base/aws-error.ts';
import { cronTimes } from './cron.ts';

/**
 * The milliseconds since the epoch of the first firing after a moment, undefined when there is
 * none.
 */
export type Schedule = (after: number) => number | undefined;

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const refused = (): Error => validationError('Parameter ScheduleExpression is not valid.');

const rate = (count: string, unit: string): Schedule => {
  const isPlural = unit.endsWith('s');
  const every = Number(count) * (UNITS[isPlural ? unit.slice(0, -1) : unit] ?? 0);
  // AWS insists on the grammar: 1 minute, 2 minutes.
  if (every === 0 || isPlural === (Number(count) === 1)) throw refused();
  return (after) => after + every;
};

/**
 * Reads `rate(5 minutes)` or `cron(0 12 * * ? *)` (UTC); undefined stands for a cron expression
 * with `L`, `W` or `#` that is not simulated.
 *
 * @throws {AwsError} `ValidationException` for what is neither
 */
export const readSchedule = (expression: string): Schedule | undefined => {
  const [, count, unit] = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(expression) ?? [];
  if (count !== undefined && unit !== undefined) return rate(count, unit);
  const [, fields] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const parts = fields?.trim().split(/\s+/) ?? [];
  if (parts.length !== 6) throw refused();
  const times = cronTimes(parts);
  if (times === undefined && !parts.some((part) => /[LW#]/.test(part.replace(/[A-Z]{3}/gi, '')))) throw refused();
  return times;
};
