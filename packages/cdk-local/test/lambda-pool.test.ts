import { jest } from '@jest/globals';
import { sandboxPool } from '../src/lambda/pool.ts';
import type { Sandbox } from '../src/lambda/sandbox.ts';
import { workerSlots } from '../src/lambda/slots.ts';

const sandbox = (): Sandbox => ({ invoke: async (_, payload) => payload, dead: () => false, terminate: async () => undefined });

test('a sandbox that was idle and is taken again leaves no timer behind, and one that stays idle ends', async () => {
  const [set, cleared] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
  const pool = sandboxPool({ start: sandbox, limit: 1, slots: workerSlots(1), idleMs: 50 });
  for (let call = 0; call < 20; call += 1) expect(await pool.invoke(String(call), 'x')).toBe('x');
  const timers = set.mock.results.map(({ value }) => value as NodeJS.Timeout);
  const ended: readonly unknown[] = cleared.mock.calls.map(([timer]) => timer);
  expect(timers.filter((timer) => !ended.includes(timer))).toHaveLength(1);
  jest.restoreAllMocks();
  expect(pool.size()).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(pool.size()).toBe(0);
  await pool.stop();
});
