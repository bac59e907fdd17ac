/** A child of a test: it starts, never starts, or fails to start, as its settings say. */
import { setTimeout as delay } from 'node:timers/promises';
import { followParent } from '../../prove/shared/parent.ts';

const parent = followParent();
const [mode] = process.argv.slice(2);
const forAMinute = () => delay(60_000);
if (mode === 'waits') {
  console.log('it starts');
  await forAMinute();
}
if (mode === 'fails') throw new Error('nothing to start with');
const end = forAMinute();
parent.serve({
  started: { at: 'a place' },
  run: ({ kind }: { readonly kind: string }) => {
    if (kind === 'break') throw new Error('broken');
    return kind === 'wait' ? end : `${kind} done`;
  },
  stop: async () => undefined,
});
