import { openEstimate } from '../../cli/import/estimate.ts';
import { openMeter } from '../../cli/import/meter.ts';
import { openProgress } from '../../cli/import/progress.ts';
import { formatBar, formatLog, type View } from '../../cli/import/progress-line.ts';
import type { ResultLine } from '../../cli/import/result-line.ts';
import { formatSummary } from '../../cli/import/summary.ts';
import { openTally } from '../../cli/import/tally.ts';

const view: View = {
  counts: { created: 51_900, updated: 0, unchanged: 0, replayed: 0, doneBefore: 0, refused: 440, failed: 0 },
  bytes: 42_300_000,
  totalBytes: 81_234_567,
  rowsPerSecond: 1204.4,
  secondsLeft: 42,
  stopping: false,
};

test('the bar takes what the figures leave of the width, and shows only counts that are not zero', () => {
  expect(formatBar(view, 80)).toBe('██████░░░░░░   52%  52,340 rows: 51,900 created, 440 refused  1,204/s  0:42 left');
  expect(formatBar({ ...view, secondsLeft: 3723 }, 117)).toBe(
    '████████████████░░░░░░░░░░░░░░   52% of 81.2 MB  52,340 rows: 51,900 created, 440 refused  1,204 rows/s  1:02:03 left',
  );
});

test('every kind of row is counted by name, also in a log', () => {
  const counts = { created: 1, updated: 0, unchanged: 0, replayed: 2, doneBefore: 3, refused: 4, failed: 5 };
  expect(formatLog({ ...view, counts, stopping: true })).toBe(
    ' 52% of 81.2 MB  15 rows: 1 created, 2 replayed, 3 done before, 4 refused, 5 failed  1,204 rows/s  stopping …',
  );
});

test('where the size is not known there is no bar and no time left', () => {
  expect(formatBar({ ...view, bytes: 999, totalBytes: undefined, secondsLeft: undefined }, 80)).toBe(
    '999 B  52,340 rows: 51,900 created, 440 refused  1,204/s',
  );
});

test('an empty file is read to its end', () => {
  expect(formatBar({ ...view, bytes: 0, totalBytes: 0 }, 80)).toMatch(/^█+ {2}100%/);
});

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, isTTY, columns: 60, write: (text: string) => written.push(text) > 0 };
};

test('a terminal has one line, drawn over itself, never wrapped, and left at the end', () => {
  const terminal = screen(true);
  const progress = openProgress(terminal, () => view);
  progress.note('Said in between.');
  progress.close();
  const line = `\r${formatBar(view, 57).slice(0, 57)}\x1b[K`;
  expect(terminal.written).toEqual([line, '\rSaid in between.\x1b[K\n', line, line, '\n']);
});

test('elsewhere nothing is drawn', () => {
  const log = screen(false);
  const progress = openProgress(log, () => view);
  progress.note('Said in between.');
  progress.close();
  expect(log.written).toEqual(['Said in between.\n']);
});

test('the time that is left goes by the pace of late', () => {
  const estimate = openEstimate();
  expect(estimate(1, 500, 1000)).toBeCloseTo(1);
  for (let second = 2; second <= 40; second += 1) estimate(second, 500 + second, 1000);
  expect(estimate(41, 541, 1000)).toBeCloseTo(459);
  expect(openEstimate()(1, 0, 1000)).toBeUndefined();
  expect(openEstimate()(1, 500, undefined)).toBeUndefined();
});

test('the rows under way are not done yet, nor is what of the file they take', () => {
  const meter = openMeter(4000);
  expect(meter.view().bytes).toBe(0);
  for (const end of [1000, 2000, 3000, 4000]) meter.read(end);
  meter.tally.add([{ line: 2, status: 201 }]);
  meter.tally.addDoneBefore();
  expect(meter.view()).toMatchObject({ bytes: 2000, totalBytes: 4000, stopping: false });
  meter.stopping();
  expect(meter.view().stopping).toBe(true);
});

test('on resume, what an earlier run has done does not count as speed', () => {
  const meter = openMeter(1000);
  for (let row = 1; row <= 8; row += 1) {
    meter.read(row * 100, true);
    meter.tally.addDoneBefore();
  }
  expect(meter.view()).toMatchObject({ bytes: 800, secondsLeft: undefined, rowsPerSecond: 0 });
  meter.read(900);
  meter.tally.add([{ line: 10, status: 201 }]);
  const { secondsLeft = 0 } = meter.view();
  // Half of what is to be done is done, in all the time that has passed.
  expect(secondsLeft / meter.seconds()).toBeGreaterThan(0.5);
  expect(secondsLeft / meter.seconds()).toBeLessThanOrEqual(1);
});

const results: readonly ResultLine[] = [
  { line: 2, key: 'a', status: 201, id: 'o-1' },
  { line: 3, key: 'b', status: 201, id: 'o-2', replayed: true },
  { line: 4, status: 0, code: 'unreadable-line', detail: 'The row has another number of cells than the header row.' },
  ...[5, 6, 7, 8].map((line) => ({ line, key: 'c', status: 409, code: 'name-taken', detail: 'Taken.' })),
  { line: 9, key: 'd', status: 503, code: 'contention', detail: 'Too many changes at once.' },
];

test('the summary counts every kind, and shows the first rows that were not done and all codes', () => {
  const tally = openTally();
  tally.add(results);
  tally.addDoneBefore();
  expect(formatSummary({ name: 'organizations.csv', tally, seconds: 2, dryRun: false, results: 'r.jsonl' })).toBe(`\
organizations.csv: 9 rows in 2.0 s (4 rows/s)
  created                         1
  answered from before            1  (replayed)
  done before                     1  (skipped)
  refused                         5
  failed                          1
Results: r.jsonl
Refused or failed, by code: name-taken 4, unreadable-line 1, contention 1. The first:
  line 4: unreadable-line: The row has another number of cells than the header row.
  line 5: name-taken: Taken.
  line 6: name-taken: Taken.
  line 7: name-taken: Taken.
  line 8: name-taken: Taken.
`);
});

test('a dry run says that nothing was created', () => {
  const tally = openTally();
  tally.add(results.slice(0, 1));
  const summary = formatSummary({ name: 'a.csv', tally, seconds: 0, dryRun: true, results: undefined });
  expect(summary).toMatch(/^a\.csv: 1 rows in 0\.0 s \(0 rows\/s\), dry run: nothing was created\n {2}would be created +1\n/);
  expect(summary).not.toContain('Results');
});
