import type { SnapshotName } from '../../functions/events/event-names.ts';
import { timeText } from '../../functions/shared/contract/time.ts';
import { UsageError } from '../shared/usage-error.ts';
import { type Batch, toBatches } from './batches.ts';
import { type Checkpoint, checkpointFile, type Scope } from './checkpoint.ts';
import { readEntities } from './entities.ts';
import type { BackfillOptions } from './options.ts';
import { findReceiver, type Receiver } from './receiver.ts';
import { type SendingIo, sendAll } from './send-all.ts';
import type { Selection } from './step.ts';

export interface BackfillIo extends SendingIo {
  readonly newId: () => string;
  readonly tell: (line: string) => void;
}

export interface BackfillResult {
  readonly to: string;
  readonly rule: string;
  readonly state: 'COUNTED' | 'COMPLETED' | 'STOPPED';
  readonly events: Readonly<Record<string, number>>;
  readonly startedAt?: string;
  readonly reason?: string;
}

/**
 * Sends the present state to one consumer.
 * @throws {UsageError} when nothing was begun
 */
export const runBackfill = async (options: BackfillOptions, io: BackfillIo): Promise<BackfillResult> => {
  const { to, bus } = options;
  const receiver = await findReceiver(io.client, bus, to);
  const selection = select(options, receiver);
  warn(receiver, [...selection.events], io);
  if (options.dryRun) return count(options, receiver, selection, io);
  if (receiver.kind === 'endpoint' && options.secret === undefined)
    throw new UsageError('--secret is required for a webhook endpoint, which verifies.');
  const file = checkpointFile(options.checkpoint);
  const scope = scopeOf(options, selection);
  const checkpoint = options.resume ? await file.resume(scope) : await begin(scope, file, options, receiver, io);
  const { sent, reason } = await sendAll({ options, io, receiver, selection, file }, checkpoint);
  const result = { to, rule: receiver.rule, startedAt: checkpoint.startedAt, events: sent };
  return reason === undefined ? { ...result, state: 'COMPLETED' } : { ...result, state: 'STOPPED', reason };
};

const select = ({ events, tenant, withDeleted }: BackfillOptions, receiver: Receiver): Selection => {
  const chosen = events ?? receiver.snapshots;
  if (chosen.length === 0) throw new UsageError(`The rule ${receiver.rule} receives no events of entities: name snapshots with --events.`);
  requireReachable(tenant, receiver);
  return { events: new Set(chosen), tenant: tenant ?? receiver.tenant, withDeleted };
};

/**
 * Refuses a tenant whose events the rule does not match: all would be sent, and reach nobody.
 * Whether a partner is below another, only the table knows.
 */
const requireReachable = (tenant: string | undefined, { rule, tenant: of }: Receiver): void => {
  if (tenant === undefined || of === undefined || tenant === of) return;
  if (tenant.startsWith('/partners/') && of.startsWith('/partners/')) return;
  throw new UsageError(`The rule ${rule} only matches events of ${of}, and none of ${tenant}.`);
};

const warn = (receiver: Receiver, events: readonly SnapshotName[], { tell }: BackfillIo): void => {
  const missed = receiver.missed(events);
  if (missed.length > 0) tell(`The rule ${receiver.rule} does not match ${missed.join(', ')}: these do not reach the consumer.`);
};

const scopeOf = ({ to, bus, table }: BackfillOptions, { events, tenant, withDeleted }: Selection): Scope => ({
  ...{ to, bus: bus.name, installation: bus.installation, table, events: [...events], tenant: tenant ?? null, withDeleted },
});

const nowOf = ({ clock }: BackfillIo): string => timeText(clock.now());

const begin = async (
  scope: Scope,
  file: ReturnType<typeof checkpointFile>,
  { settleSeconds }: BackfillOptions,
  receiver: Receiver,
  io: BackfillIo,
): Promise<Checkpoint> => {
  await file.requireNone();
  if (settleSeconds > 0)
    io.tell(`Waiting ${settleSeconds} s until the rule has taken effect, so that live events flow before anything is read.`);
  await io.clock.sleep(settleSeconds * 1000);
  const checkpoint = { id: io.newId(), scope, startedAt: nowOf(io), sent: {}, progress: { partners: [] } };
  if (io.stopped.aborted || !(await receiver.isEnabled()))
    throw new UsageError('Nothing was begun: it was interrupted, or the rule was disabled.');
  await file.save(checkpoint);
  return checkpoint;
};

const count = async ({ to }: BackfillOptions, { rule }: Receiver, selection: Selection, io: BackfillIo): Promise<BackfillResult> => {
  const events: Record<string, number> = {};
  for await (const { snapshots } of toBatches(readEntities(io.table, selection, { partners: [] }, () => nowOf(io)))) {
    if (io.stopped.aborted) return { to, rule, state: 'STOPPED', events, reason: 'It was interrupted.' };
    add(events, snapshots);
    io.onSent(events);
  }
  return { to, rule, state: 'COUNTED', events };
};

const add = (counts: Record<string, number>, snapshots: Batch['snapshots']): void => {
  for (const { name } of snapshots) counts[name] = (counts[name] ?? 0) + 1;
};
