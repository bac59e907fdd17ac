// Long enough to be steady, short enough to forget how fast rows went by that were only skipped.
const WINDOW_SECONDS = 30;

/** Estimates how many seconds are left. */
export type Estimate = (seconds: number, bytes: number, totalBytes: number | undefined) => number | undefined;

/** Creates an estimate by the pace of the last half minute; call it every now and then. */
export const openEstimate = (): Estimate => {
  const seen: { readonly seconds: number; readonly bytes: number }[] = [{ seconds: 0, bytes: 0 }];
  return (seconds, bytes, totalBytes) => {
    seen.push({ seconds, bytes });
    while (seen.length > 2 && (seen[1]?.seconds ?? seconds) <= seconds - WINDOW_SECONDS) seen.shift();
    const [first] = seen;
    const pace = (bytes - (first?.bytes ?? 0)) / (seconds - (first?.seconds ?? 0));
    return totalBytes !== undefined && pace > 0 ? (totalBytes - bytes) / pace : undefined;
  };
};
