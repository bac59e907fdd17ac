import { idSource, MAX_AHEAD_MS } from '../../../functions/shared/base/ids.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');
const HOUR_MS = 3_600_000;

const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

/** A source whose clock the test sets. */
const scene = () => {
  let now = START;
  const next = idSource({ clock: () => now });
  return {
    /** Ids made at that time. */
    at: (ms: number, count = 3): readonly string[] => {
      now = START + ms;
      return Array.from({ length: count }, next);
    },
  };
};

const inOrder = (ids: readonly string[]): readonly string[] => ids.toSorted();

test('ids are version 7, of the clock, and in order within a millisecond', () => {
  const ids = scene().at(0, 1000);
  expect(ids).toEqual(inOrder(ids));
  expect(new Set(ids.map(timeOf))).toEqual(new Set([START]));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids stay in order when the clock is set back a little, and never lie further ahead than the bound', () => {
  const { at } = scene();
  const ids = [at(0), at(-1), at(-MAX_AHEAD_MS), at(-10), at(1)].flat();
  expect(ids).toEqual(inOrder(ids));
  expect(new Set(ids.slice(0, 12).map(timeOf))).toEqual(new Set([START]));
});

test('after an hour forward and back, ids follow the clock at once, in order, and none comes twice', () => {
  const { at } = scene();
  const times = [0, HOUR_MS, HOUR_MS + 5, 10, 11, HOUR_MS, 12, 13];
  const made = times.map((ms) => at(ms, 500));
  expect(made.map((ids) => new Set(ids.map((id) => timeOf(id) - START)))).toEqual(times.map((ms) => new Set([ms])));
  expect(made.slice(3, 5).flat()).toEqual(inOrder(made.slice(3, 5).flat()));
  expect(new Set(made.flat()).size).toBe(times.length * 500);
});

test('after the clock was far back, ids follow it forward', () => {
  const { at } = scene();
  expect([at(0), at(-HOUR_MS), at(-HOUR_MS + 1), at(20)].map(([id = '']) => timeOf(id) - START)).toEqual([0, -HOUR_MS, -HOUR_MS + 1, 20]);
});

test('whatever the clock does, the time in an id is within the bound of it', () => {
  const { at } = scene();
  for (let step = 0; step < 2000; step += 1) {
    const ms = Math.floor((Math.random() - 0.5) * 10 ** (1 + (step % 7)));
    const ahead = timeOf(at(ms, 1)[0] ?? '') - START - ms;
    expect(ahead >= 0 && ahead <= MAX_AHEAD_MS).toBe(true);
  }
});

test('the random part of every id is another', () => {
  const ids = scene().at(0, 1000);
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(1000);
});
