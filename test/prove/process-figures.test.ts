import { collectGarbage, countOpenFiles, processFigures } from '../../prove/system/process-figures.ts';

test('a timer that is set is among the handles, and gone when it is cleared', () => {
  const timers = () => Number(new Map(Object.entries(processFigures().handles)).get('Timeout') ?? 0);
  const before = timers();
  const timer = setInterval(() => undefined, 3_600_000);
  expect(timers()).toBe(before + 1);
  clearInterval(timer);
  expect(timers()).toBe(before);
});

test('after the garbage is collected the heap is what is held on to', () => {
  const kept = Array.from({ length: 2_000_000 }, (_, index) => index + 0.5);
  collectGarbage();
  const held = processFigures().heapKb;
  kept.length = 0;
  collectGarbage();
  expect(held - processFigures().heapKb).toBeGreaterThan(10_000);
});

test('a process that has gone has no open files', () => {
  expect(countOpenFiles(2 ** 30)).toBeUndefined();
});
