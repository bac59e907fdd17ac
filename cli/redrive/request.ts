import { EVENT_NAMES } from '../../functions/events/event-names.ts';
import { canonicalId } from '../../functions/shared/base/uuid.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import { readDateTime, timeText } from '../../functions/shared/contract/time.ts';
import type { DeadLetterFilter } from './dead-letter.ts';

export const USAGE = `Sends dead letters of webhooks again, each to its endpoint and with its Webhook-Id.

  npm run -s redrive -- --table <name> --bus <name> [filters]     what the delivery log holds
  npm run -s redrive -- --queue <url> --bus <name> [filters]      what a queue holds

  --table        the output TableName of the data stack
  --queue        the output WebhookPoisonQueueUrl of the API stack
  --bus          the output EventBusName of the data stack
  --installation <name>-<stage>, where the bus is not the installation's own (default: the bus)
  --webhook      only those of this endpoint: an id, or the name of an endpoint of the deployment
  --event        only those of this event, such as reseller.created
  --error        only those with this error code, such as SDK_CLIENT_ERROR
  --from, --to   only those recorded (in a queue: dead-lettered) from and before a time, such as
                 2026-11-22T14:00:00Z
  --dry-run      sends nothing and shows what would be sent
  --concurrency  how many at once, 1 to 50 (default: 4)

  You can stop it and run it again: a dead letter is marked, or deleted from its queue, after the bus
  has accepted it.
  Dead letters of an endpoint that takes nothing now (deleted, disabled, suspended) are skipped.
  Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export const OPTIONS = {
  ...{
    table: text,
    queue: text,
    bus: text,
    installation: text,
    webhook: text,
    event: text,
    error: text,
    from: text,
    to: text,
    concurrency: text,
  },
  ...{ 'dry-run': flag, help: flag },
} as const;

type Given = Readonly<Partial<Record<Exclude<keyof typeof OPTIONS, 'dry-run' | 'help'>, string>> & { readonly 'dry-run'?: boolean }>;

/** The options of the command. */
export interface RedriveRequest {
  readonly from: { readonly table: string } | { readonly queue: string };
  readonly bus: Bus;
  readonly filter: DeadLetterFilter;
  readonly dryRun: boolean;
  readonly concurrency: number;
}

/** Reads the arguments. @throws with what is wrong, and how to use it */
export const readRequest = ({
  table,
  queue,
  bus,
  installation = bus ?? '',
  concurrency,
  'dry-run': dryRun = false,
  ...filters
}: Given): RedriveRequest => {
  if ((table === undefined) === (queue === undefined)) throw usageError('one of --table and --queue is required');
  if (!bus) throw usageError('--bus is required');
  const from = table === undefined ? { queue: queue ?? '' } : { table };
  return { from, bus: { name: bus, installation }, filter: filterOf(filters), dryRun, concurrency: concurrencyOf(concurrency) };
};

const filterOf = ({ webhook, event, error, from, to }: Given): DeadLetterFilter => {
  if (event !== undefined && !(EVENT_NAMES as readonly string[]).includes(event)) throw usageError(`there is no event ${event}`);
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
 * @throws when it is none
 */
export const readTime = (name: string, text: string): string => {
  const time = readDateTime(text);
  if (time === undefined) throw usageError(`--${name} must be a time with Z or an offset, such as 2026-11-22T14:00:00Z`);
  return timeText(time);
};

const concurrencyOf = (text = '4'): number => {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 50) throw usageError('--concurrency must be an integer from 1 to 50');
  return count;
};

const usageError = (fault: string): Error => new Error(`${fault}\n\nTry --help`);
