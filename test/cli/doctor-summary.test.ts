import { fail, ok, runbook, skip, warn } from '../../cli/doctor/finding.ts';
import type { Row } from '../../cli/doctor/run.ts';
import { formatNextSteps, formatReport, formatSkipped } from '../../cli/doctor/summary.ts';

const rows: readonly Row[] = [
  { check: 'health', ...ok('200 in 12 ms') },
  { check: 'write', ...skip('only with --write') },
  { check: 'rules', ...warn('one is off', 'Enable it.') },
  { check: 'table', ...fail('no stream', 'Deploy the Data stack again.') },
  { check: 'stacks', ...skip('needs AWS: no --stage was given') },
  { check: 'expiry', ...fail('DISABLED', 'Deploy the Data stack again.') },
  { check: 'alarms', ...fail('in ALARM: publisher-lag', 'Follow the runbook.', runbook('publisher-lag')) },
  { check: 'bus', ...skip('needs AWS: no --stage was given') },
];

test('checks that did not run are one line, by why, which names the option that shows them', () => {
  expect(formatSkipped(rows)).toBe('skipped: write (only with --write); stacks, bus (needs AWS: no --stage was given)');
});

test('what to do comes once each, failures before warnings, with the checks that ask for it', () => {
  expect(formatNextSteps(rows)).toBe(`What to do next:
1. table, expiry: Deploy the Data stack again.
2. alarms: Follow the runbook. See docs/runbook.md#publisher-lag
3. rules: Enable it.`);
});

test('a report has a table of the checks that ran, and neither a skipped row nor an advice twice', () => {
  const report = formatReport(rows, 80, false);
  const [table = '', ...others] = report.split('\n\n');
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['check', 'result', 'what was seen'],
    [expect.stringMatching(/^─+$/), expect.any(String), expect.any(String)],
    ['health', 'ok', '200 in 12 ms'],
    ['rules', 'warn', 'one is off'],
    ['table', 'fail', 'no stream'],
    ['expiry', 'fail', 'DISABLED'],
    ['alarms', 'fail', 'in ALARM: publisher-lag'],
  ]);
  expect(others).toEqual([formatSkipped(rows), '1 ok, 1 warn, 3 fail, 3 skipped', formatNextSteps(rows)]);
});

test('where all is well and all was looked at, nothing is skipped and nothing is to do', () => {
  const well = formatReport([{ check: 'health', ...ok('200') }], 80, false);
  expect(well).toMatch(/what was seen[\s\S]*\n\n1 ok\n\nWhat to do next: Nothing\.$/);
  expect(well).not.toContain('skipped');
});

test('where nothing could be looked at, there is no table of nothing', () => {
  expect(formatReport([{ check: 'write', ...skip('only with --write') }], 80, false)).toBe(
    'skipped: write (only with --write)\n\n1 skipped\n\nWhat to do next: Nothing.',
  );
});
