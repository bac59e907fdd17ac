/**
 * A stage's throttling: `rate` requests a second on average, `burst` at once; the function it gives
 * says whether one more may pass now.
 */
export const tokenBucket = (
  { rate, burst }: { readonly rate: number; readonly burst: number },
  now: () => number = () => performance.now(),
): (() => boolean) => {
  let tokens = burst;
  let filledAt = now();

  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * rate);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
