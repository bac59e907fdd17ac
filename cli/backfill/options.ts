import { SNAPSHOT_NAMES, type SnapshotName } from '../../functions/events/event-names.ts';
import { canonicalId } from '../../functions/shared/base/uuid.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import { webhookKeys } from '../../lib/configuration/webhooks.ts';
import { nearestWord } from '../shared/nearest-word.ts';
import { UsageError } from '../shared/usage-error.ts';

const DEFAULT_SETTLE = webhookKeys.webhookSettleSeconds.default;
const DEFAULT_RATE = 100;
const HIGHEST_RATE = 1000;

export const USAGE = `Sends the present state to one late consumer: a snapshot event of each entity, parents before
children. Its live events must flow before, so that nothing is missing between the two.

  npm run -s backfill -- --to <endpoint or subscription> --table <name> --bus <name>
                         [--secret <arn>] [--events <names>] [--tenant <path>] [options]

  --to           a webhook endpoint (its id, or its name in the deployment), or a subscription: the
                 rule on the bus that has the source tenantry.snapshot.<name>
  --table        the output TableName of the data stack
  --bus          the output EventBusName of the data stack
  --installation <name>-<stage>, where the bus is not the installation's own (default: the bus)
  --secret       the output SigningSecretArn of the data stack, to sign; required for an endpoint
  --events       names or beginnings, separated by commas, of
                 ${SNAPSHOT_NAMES.slice(0, 3).join(', ')},
                 ${SNAPSHOT_NAMES.slice(3).join(', ')}
                 (default: those whose events the endpoint or rule receives)
  --tenant       only /partners/<id> with all below it, or /resellers/<id> (default: the tenant that
                 the endpoint or rule is bound to, or all)
  --with-deleted also deleted organizations that can be restored, with deletedAt and purgeAt: for a
                 consumer that may still have them
  --rate         events per second, at most ${HIGHEST_RATE} (default: ${DEFAULT_RATE}). An endpoint takes 300,
                 live events included
  --settle       the seconds that a rule may need to take effect, which the command waits before it
                 reads: webhookSettleSeconds of the stage (default: ${DEFAULT_SETTLE})
  --checkpoint   the file that says how far it is (default: backfill-<to>.json); removed at the end
  --resume       continues from the checkpoint, with the same options. The last events may come
                 twice, under the same ids
  --dry-run      counts and sends nothing

  Ctrl-C stops it and keeps the checkpoint. Exit code: 0 when all is sent, 1 when it stopped, 2 when
  nothing was begun, 130 after Ctrl-C, 143 after SIGTERM.
  Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE, …).
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export const OPTIONS = {
  ...{ to: text, table: text, bus: text, installation: text, secret: text, events: text, tenant: text },
  ...{ rate: text, settle: text, checkpoint: text },
  ...{ 'with-deleted': flag, resume: flag, 'dry-run': flag, help: flag },
} as const;

type Flag = 'with-deleted' | 'resume' | 'dry-run' | 'help';
type Given = Readonly<Partial<Record<Exclude<keyof typeof OPTIONS, Flag>, string> & Record<Flag, boolean>>>;

/** The options of the command. */
export interface BackfillOptions {
  readonly to: string;
  readonly table: string;
  readonly bus: Bus;
  readonly secret: string | undefined;
  /** `undefined` leaves it to what the receiver subscribes to. */
  readonly events: readonly SnapshotName[] | undefined;
  readonly tenant: string | undefined;
  readonly withDeleted: boolean;
  readonly rate: number;
  readonly settleSeconds: number;
  readonly checkpoint: string;
  readonly resume: boolean;
  readonly dryRun: boolean;
}

/** Reads the values of the flags. @throws {UsageError} with a sentence that says what is wrong */
export const readRequest = (given: Given): BackfillOptions => {
  const { table, bus, installation = bus ?? '' } = given;
  const to = toOf(given.to);
  if (!table || !bus) throw new UsageError('--table and --bus are required.');
  return {
    to,
    table,
    bus: { name: bus, installation },
    secret: given.secret,
    events: given.events === undefined ? undefined : eventsOf(given.events),
    tenant: given.tenant === undefined ? undefined : tenantOf(given.tenant),
    withDeleted: given['with-deleted'] ?? false,
    rate: wholeNumber('rate', given.rate ?? String(DEFAULT_RATE), 1, HIGHEST_RATE),
    settleSeconds: wholeNumber('settle', given.settle ?? String(DEFAULT_SETTLE), 0, 600),
    checkpoint: given.checkpoint ?? `backfill-${to}.json`,
    resume: given.resume ?? false,
    dryRun: given['dry-run'] ?? false,
  };
};

// As the names of endpoints and subscriptions are written; it is a part of a file's name, too.
const toOf = (to = ''): string => {
  if (/^\w[\w.-]{0,63}$/.test(to)) return canonicalId(to);
  throw new UsageError(
    to === '' ? '--to is required.' : `--to is the id or name of an endpoint, or the name of a subscription, not "${to}".`,
  );
};

const eventsOf = (list: string): readonly SnapshotName[] => {
  const patterns = list.split(',').map((pattern) => pattern.trim());
  for (const pattern of patterns) if (!SNAPSHOT_NAMES.some((name) => matchesPattern(name, pattern))) throw unknownEvent(pattern);
  return SNAPSHOT_NAMES.filter((name) => patterns.some((pattern) => matchesPattern(name, pattern)));
};

const matchesPattern = (name: string, pattern: string): boolean =>
  pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

const unknownEvent = (pattern: string): UsageError => {
  const nearest = nearestWord(pattern, SNAPSHOT_NAMES);
  return new UsageError(
    `--events has "${pattern}", which is no snapshot${nearest === undefined ? `: ${SNAPSHOT_NAMES.join(', ')} are.` : `; did you mean "${nearest}"?`}`,
  );
};

const tenantOf = (tenant: string): string => {
  const [, partner] = /^\/partners(?:\/[1-9]\d{0,9})*\/([1-9]\d{0,9})$/.exec(tenant) ?? [];
  if (partner !== undefined) return `/partners/${partner}`;
  if (/^\/resellers\/[\w-]+$/.test(tenant)) return `/resellers/${canonicalId(tenant.slice('/resellers/'.length))}`;
  throw new UsageError(`--tenant is /partners/<id> or /resellers/<id>, not "${tenant}".`);
};

const wholeNumber = (name: string, value: string, least: number, most: number): number => {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}, not "${value}".`);
};
