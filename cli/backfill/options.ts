import { matchesName } from '../../events/is-event.ts';
import type { EventPattern } from '../../events/types.ts';
import { SNAPSHOT_NAMES, type SnapshotName } from '../../functions/events/event-names.ts';
import { canonicalId } from '../../functions/shared/base/uuid.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import { nearestWord } from '../../lib/configuration/nearest-word.ts';
import type { Values } from '../command/declaration.ts';
import { readWholeNumber } from '../shared/option-values.ts';
import { UsageError } from '../shared/usage-error.ts';
import { type backfill, DEFAULT_RATE, DEFAULT_SETTLE, HIGHEST_RATE } from './declaration.ts';

type Given = Values<typeof backfill.options>;

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
  if (!table || !bus) throw new UsageError('One of --stage, and --table with --bus, is required.');
  return {
    to,
    table,
    bus: { name: bus, installation },
    secret: given.secret,
    events: given.events === undefined ? undefined : eventsOf(given.events),
    tenant: given.tenant === undefined ? undefined : tenantOf(given.tenant),
    withDeleted: given['with-deleted'] ?? false,
    rate: readWholeNumber('--rate', given.rate ?? String(DEFAULT_RATE), 1, HIGHEST_RATE),
    settleSeconds: readWholeNumber('--settle', given.settle ?? String(DEFAULT_SETTLE), 0, 600, ' of seconds'),
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
  const patterns = list.split(',').map((pattern) => pattern.trim()) as readonly EventPattern[];
  for (const pattern of patterns) if (!SNAPSHOT_NAMES.some((name) => matchesName(name, pattern))) throw unknownEvent(pattern);
  return SNAPSHOT_NAMES.filter((name) => matchesName(name, ...patterns));
};

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
