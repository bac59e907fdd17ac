import { readValue } from '../../cli/import/mapping/values.ts';

test('space of every kind is taken from both ends of a cell, and from nowhere else', () => {
  expect(readValue('\u00a0\u200b a \u200b b\u2060\t')).toEqual({ text: 'a \u200b b', isExact: false, isTrimmed: true });
  expect(readValue(' \u200b ')).toMatchObject({ text: '', isTrimmed: true });
});

test('a cell with much space within is read at once', () => {
  const cell = `a${' '.repeat(300_000)}b`;
  const started = performance.now();
  expect(readValue(cell).text).toBe(cell);
  expect(performance.now() - started).toBeLessThan(1_000);
});
