import { random } from '../../prove/shared/random.ts';
import type { Client } from '../../prove/upgrade/client.ts';
import { withoutSettings } from '../../prove/upgrade/commands.ts';
import { openConsumer } from '../../prove/upgrade/consumer.ts';
import { openPromises, PROMISES } from '../../prove/upgrade/promises.ts';
import { hasAll, shifted } from '../../prove/upgrade/shifted.ts';
import { openWork } from '../../prove/upgrade/work.ts';

const heard = (id: string, version: number, name = 'reseller.updated') => ({ id, name, version, data: { id: 'r', version } });

test('a consumer passes over duplicates and older versions, until it forgets what it has', () => {
  const consumer = openConsumer();
  expect(['a', 'b', 'b'].map((id, index) => consumer.hear(heard(id, index + 1)))).toEqual(['applied', 'applied', 'repeated']);
  expect(consumer.hear(heard('c', 1))).toBe('older');
  expect(consumer.hear(heard('d', 3, 'webhook.suspended'))).toBe('not kept');
  expect([...consumer.state]).toEqual([['reseller r', { id: 'r', version: 2 }]]);
  consumer.forget();
  expect(consumer.hear(heard('c', 1))).toBe('applied');
  expect(consumer.hear(heard('e', 2, 'reseller.deleted'))).toBe('applied');
  expect(consumer.state.size).toBe(0);
});

test('what was recorded expires later, and lists stay in their order', () => {
  const item = { createdAt: '2026-11-30T00:00:00.000Z', expiresAt: 100, id: 1_796_084_475, of: [{ purgeAt: '2026-12-30T00:00:00.000Z' }] };
  expect(shifted(item, 60_000)).toEqual({ ...item, expiresAt: 160, of: [{ purgeAt: '2026-12-30T00:01:00.000Z' }] });
});

test('an answer has all that is expected of it, or not', () => {
  expect(hasAll({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ c: 2 }] })).toBe(true);
  for (const other of [{ b: [] }, { b: [{ c: 3 }] }, { c: null }, [1]]) expect(hasAll({ a: 1, b: [{ c: 2 }] }, other)).toBe(false);
});

test('promises are counted by their names, what breaks one is kept, and one never looked at is broken', () => {
  const promises = openPromises(['one', 'two', 'three']);
  promises.check('one', true, 'fine');
  promises.check('one', false, 'broken', { of: 1 });
  promises.check('two', true, 'fine');
  expect(promises.figures()).toEqual({ one: 2, two: 1, three: 0 });
  expect(promises.violations()).toEqual([
    { promise: 'one', detail: 'broken', evidence: { of: 1 } },
    { promise: 'three', detail: 'never looked at' },
  ]);
});

test('a run that does nothing breaks every promise', () => {
  expect(openPromises(PROMISES).violations()).toHaveLength(PROMISES.length);
  expect(new Set(PROMISES).size).toBe(PROMISES.length);
});

test('a command of the operator gets no stage, credentials or Region of this terminal', () => {
  const env = { PATH: '/bin', TENANTRY_TOKEN: 't', AWS_PROFILE: 'p', AWS_REGION: 'r', HOME: '/home' };
  expect(withoutSettings(env)).toEqual({ PATH: '/bin', HOME: '/home' });
});

test('random work goes on when all organizations are deleted', async () => {
  for (let seed = 0; seed < 50; seed += 1) {
    let id = 0;
    const answer = async () => ({ id: ++id, name: 'a' });
    const client = { post: answer, patch: answer, remove: answer } as unknown as Client;
    const work = openWork(random(seed));
    await work.begin(client);
    await work.go(client, 100);
    expect(work.made.length).toBeGreaterThan(4);
  }
});
