import { canonicalId } from '../../functions/shared/base/uuid.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import type { Values } from '../command/declaration.ts';
import { readEventName, readTime, readWholeNumber } from '../shared/option-values.ts';
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
  concurrency = '4',
  'dry-run': dryRun = false,
  ...filters
}: Given): RedriveRequest => {
  const sources = { table, queue, subscription };
  const from = Object.fromEntries(Object.entries(sources).filter(([, value]) => value !== undefined)) as RedriveRequest['from'];
  if (Object.keys(from).length !== 1) throw new UsageError('one of --stage, --table, --queue and --subscription is required');
  if (!bus && subscription === undefined) throw new UsageError('--bus is required');
  if (subscription !== undefined && filters.webhook !== undefined) throw new UsageError('--webhook is not of a subscription');
  requireUrl('--queue', queue);
  requireUrl('--subscription', subscription);
  return {
    ...{ from, bus: { name: bus ?? '', installation }, filter: filterOf(filters), dryRun },
    concurrency: readWholeNumber('--concurrency', concurrency, 1, 50),
  };
};

const requireUrl = (option: string, text: string | undefined): void => {
  if (text === undefined || /^https?:$/.test(URL.parse(text)?.protocol ?? '')) return;
  throw new UsageError(`${option} must be the URL of a queue, as an output of its stack has it, not "${text}"`);
};

const filterOf = ({ webhook, event, error, from, to }: Given): DeadLetterFilter => {
  return {
    ...(webhook !== undefined && { webhook: canonicalId(webhook) }),
    ...(event !== undefined && { event: readEventName(event) }),
    ...(error !== undefined && { error }),
    ...(from !== undefined && { from: readTime('from', from) }),
    ...(to !== undefined && { to: readTime('to', to) }),
  };
};
