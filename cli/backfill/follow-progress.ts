import type { Batch } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';

/** Follows a backfill from a checkpoint on. */
export const followProgress = (from: Checkpoint) => {
  const sent: Record<string, number> = { ...from.sent };
  const partners = [...from.progress.partners];
  let { reseller } = from.progress;
  return {
    /** The number of each snapshot that is sent. */
    sent: sent as Readonly<Record<string, number>>,

    /** Counts a batch that is sent. */
    reach: ({ snapshots, places }: Batch): void => {
      for (const { name } of snapshots) sent[name] = (sent[name] ?? 0) + 1;
      for (const place of places) {
        if ('partner' in place) partners.push(place.partner);
        else reseller = place.reseller;
      }
    },

    /** Returns a checkpoint of where it is. Resellers come last, so all partners are sent then. */
    checkpoint: (): Checkpoint => ({
      ...from,
      sent: { ...sent },
      progress: reseller === undefined ? { partners: [...partners] } : { partners: [], reseller },
    }),
  };
};
