import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { timeText } from '../../functions/shared/contract/time.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { SigningKey } from '../../functions/signatures/signing.ts';
import { drawBackoff } from '../shared/backoff.ts';
import { type Batch, toBatches } from './batches.ts';
import type { Checkpoint, checkpointFile } from './checkpoint.ts';
import { readEntities } from './entities.ts';
import { entryOf } from './envelope.ts';
import { followProgress } from './follow-progress.ts';
import type { BackfillOptions } from './options.ts';
import { putAll } from './put-all.ts';
import type { Receiver } from './receiver.ts';
import type { Selection } from './step.ts';
import { type Clock, createThrottle } from './throttle.ts';

export interface SendingIo {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly table: Table;
  /** Returns the keys that sign now; none without a secret. */
  readonly readKeys: () => Promise<readonly SigningKey[]>;
  /** Its sleep rejects when `stopped` is aborted. */
  readonly clock: Clock;
  readonly onSent: (sent: Readonly<Record<string, number>>) => void;
  /** Stops after the request that is under way. */
  readonly stopped: AbortSignal;
}

interface Sending {
  readonly options: Pick<BackfillOptions, 'bus' | 'rate' | 'checkpoint'>;
  readonly io: SendingIo;
  readonly receiver: Pick<Receiver, 'rule' | 'addressOf' | 'isEnabled'>;
  readonly selection: Selection;
  readonly file: Pick<ReturnType<typeof checkpointFile>, 'save' | 'remove'>;
}

/** After so long, the checkpoint is saved: what a kill makes come twice. */
const SAVE_MS = 1000;

/**
 * Sends everything from a checkpoint on, and removes the checkpoint at the end. Returns how many of
 * each were sent, and why it stopped, if it did.
 */
export const sendAll = async (
  sending: Sending,
  checkpoint: Checkpoint,
): Promise<Pick<Checkpoint, 'sent'> & { readonly reason?: string }> => {
  const { io, receiver, selection, file, options } = sending;
  const followed = followProgress(checkpoint);
  const put = sender(sending, checkpoint.id);
  let savedAt = io.clock.now();
  const save = async (): Promise<void> => {
    // What was sent while the rule was disabled reached nobody.
    if (!(await receiver.isEnabled())) throw new RuleDisabled(receiver.rule, savedAt);
    savedAt = io.clock.now();
    await file.save(followed.checkpoint());
  };
  try {
    for await (const batch of toBatches(readEntities(io.table, selection, checkpoint.progress, () => timeText(io.clock.now())))) {
      io.stopped.throwIfAborted();
      await put(batch);
      followed.reach(batch);
      io.onSent(followed.sent);
      if (io.clock.now() - savedAt >= SAVE_MS) await save();
    }
    await save();
  } catch (error) {
    // The first error says why it stopped; without this save, more comes twice.
    if (!(error instanceof RuleDisabled)) await save().catch(() => {});
    const reason = io.stopped.aborted ? 'It was interrupted.' : (error as Error).message;
    return { sent: followed.sent, reason: `${reason} The checkpoint is ${options.checkpoint}: continue with --resume.` };
  }
  await file.remove();
  return { sent: followed.sent };
};

class RuleDisabled extends Error {
  constructor(rule: string, since: number) {
    super(`The rule ${rule} is disabled, so the consumer may lack live events since ${timeText(since)}: enable it, and replay them.`);
  }
}

const sender = ({ options: { bus, rate }, io, receiver }: Sending, backfill: string): ((batch: Batch) => Promise<void>) => {
  const { client, clock, readKeys } = io;
  const throttle = createThrottle(rate, clock);
  return async ({ snapshots }) => {
    if (snapshots.length === 0) return;
    await throttle(snapshots.length);
    const keys = await readKeys();
    await putAll(
      snapshots.map((snapshot) => entryOf(snapshot, { bus, receiver, backfill, keys })),
      async (entries) => (await client.send(new PutEventsCommand({ Entries: [...entries] }))).Entries ?? [],
      (attempt) => clock.sleep(drawBackoff(attempt)),
    );
  };
};
