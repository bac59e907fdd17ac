import { mergeListeners } from '../../local/merge-listeners.ts';

test('of each kind all listeners are called in their order, and what they return is waited for', async () => {
  const said: string[] = [];
  const pending = Promise.withResolvers<void>();
  const merged = mergeListeners(
    { warning: (text) => void said.push(`one ${text}`), delivered: () => pending.promise },
    { warning: (text) => void said.push(`two ${text}`), delivered: () => void said.push('delivered') },
    { failure: (text) => void said.push(text) },
  );
  merged.warning?.('w');
  merged.failure?.('f');
  expect(said).toEqual(['one w', 'two w', 'f']);
  const event = {} as Parameters<NonNullable<typeof merged.delivered>>[0];
  let isOver = false;
  const waiting = Promise.resolve(merged.delivered?.(event)).then(() => {
    isOver = true;
  });
  await Promise.resolve();
  expect([said.at(-1), isOver]).toEqual(['delivered', false]);
  pending.resolve();
  await waiting;
  expect(isOver).toBe(true);
  expect(new Set(Object.keys(merged))).toEqual(new Set(['delivered', 'failure', 'warning']));
});
