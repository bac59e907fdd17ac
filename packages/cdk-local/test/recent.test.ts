import { recent } from '../src/base/recent.ts';

test('of what was set, the latest entries are kept and no others', () => {
  const kept = recent<number, string>(3);
  for (const key of [1, 2, 3, 1, 4]) kept.set(key, `value ${key}`);
  expect([kept.size, kept.get(1), kept.get(2), kept.has(3), kept.get(4)]).toEqual([3, 'value 1', undefined, true, 'value 4']);
});

test('however many there are, its size stays', () => {
  const kept = recent<number, number>(100);
  for (let key = 0; key < 10_000; key += 1) kept.set(key, key);
  expect([kept.size, kept.has(9_899), kept.has(9_900)]).toEqual([100, false, true]);
});
