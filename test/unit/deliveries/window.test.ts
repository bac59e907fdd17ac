import { v7 } from 'uuid';
import { windowOf } from '../../../functions/deliveries/window.ts';

const at = (time: string): string => v7({ msecs: Date.parse(time) });
const [from, to] = ['2026-11-22T14:00:00.000Z', '2026-11-22T15:00:00.000Z'];
const times = ['2026-11-22T13:59:59.999Z', from, '2026-11-22T14:30:00.000Z', '2026-11-22T14:59:59.999Z', to];

test('a span holds its first millisecond and not its last', () => {
  const { contains: holds } = windowOf({ from, to }, { after: undefined, newestFirst: false });
  expect(times.map((time) => holds(at(time)))).toEqual([false, true, true, true, false]);
});

test('reading begins at the end that comes first', () => {
  const oldestFirst = windowOf({ from, to }, { after: undefined, newestFirst: false }).after ?? '';
  expect(times.map((time) => at(time) > oldestFirst)).toEqual([false, true, true, true, true]);
  const newestFirst = windowOf({ from, to }, { after: undefined, newestFirst: true }).after ?? '';
  expect(times.map((time) => at(time) < newestFirst)).toEqual([true, true, true, true, false]);
});

test('a page goes on where the one before ended', () => {
  expect(windowOf({ from, to }, { after: 'place', newestFirst: true }).after).toBe('place');
});

test('a list without a span is read from its end and holds all', () => {
  const { after, contains: holds } = windowOf({}, { after: undefined, newestFirst: true });
  expect(after).toBeUndefined();
  expect(holds(at('1970-01-01T00:00:00.000Z'))).toBe(true);
});

test('times before and after all that ids can tell are their first and last', () => {
  const { contains: holds } = windowOf(
    { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' },
    { after: undefined, newestFirst: false },
  );
  expect(holds(at('2026-11-22T14:00:00.000Z'))).toBe(true);
});
