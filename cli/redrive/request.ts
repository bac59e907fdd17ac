import { EVENT_NAMES } from '../../functions/events/event-names.ts';
import { canonicalId } from '../../functions/shared/base/uuid.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import { readDateTime, timeText } from '../../functions/shared/contract/time.ts';
import type { Values } from '../command/declaration.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { DeadLetterFilter } from './dead-letter.ts';
import type { redrive } from './declaration.ts';

type Given = Omit<Values<typeof redrive.options>, 'stage' | 'name' | 'poison-queue'>;

/** The options of the command. */
export interface RedriveRequest {
  readonly from: { readonly table: string } | { readonly queue: string } | { readonly subscription: string };
  readonly bus: Bus;
  readonly filter: DeadLetterFilter;
  readonly dryRun: boolean;
  readonly concurrency: number;
}

/** Reads the options. @throws {UsageError} */
export const readRequest = ({
  table,
  queue,
  subscription,
  bus,
  installation = bus ?? '',
  concurrency,
  'dry-run': dryRun = false,
  ...filters
}: Given): RedriveRequest => {
  const sources = { table, queue, subscription };
  const from = Object.fromEntries(Object.entries(sources).filter(([, value]) => value !== undefined)) as RedriveRequest['from'];
  if (Object.keys(from).length !== 1) throw new UsageError('one of --stage, --table, --queue and --subscription is required');
  if (!bus && subscription === undefined) throw new UsageError('--bus is required');
  if (subscription !== undefined && filters.webhook !== undefined) throw new UsageError('--webhook is not of a subscription');
  return { from, bus: { name: bus ?? '', installation }, filter: filterOf(filters), dryRun, concurrency: concurrencyOf(concurrency) };
};

const filterOf = ({ webhook, event, error, from, to }: Given): DeadLetterFilter => {
  if (event !== undefined && !(EVENT_NAMES as readonly string[]).includes(event)) throw new UsageError(`there is no event ${event}`);
  return {
    ...(webhook !== undefined && { webhook: canonicalId(webhook) }),
    ...(event !== undefined && { event }),
    ...(error !== undefined && { error }),
    ...(from !== undefined && { from: readTime('from', from) }),
    ...(to !== undefined && { to: readTime('to', to) }),
  };
};

/**
 * Reads the option `--name`, an RFC 3339 time, and returns it in UTC with milliseconds.
 * @throws {UsageError} when it is none
 */
export const readTime = (name: string, text: string): string => {
  const time = readDateTime(text);
  if (time === undefined) throw new UsageError(`--${name} must be a time with Z or an offset, such as 2026-11-22T14:00:00Z`);
  return timeText(time);
};

const concurrencyOf = (text = '4'): number => {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 50) throw new UsageError('--concurrency must be an integer from 1 to 50');
  return count;
};
