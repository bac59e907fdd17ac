import type { Row } from './run.ts';
import { formatTable, summarize } from './table.ts';

/**
 * Formats what the doctor found: a table of the checks that ran, one line of those that did not,
 * and what to do, failures first.
 */
export const formatReport = (rows: readonly Row[], columns: number, colors: boolean): string => {
  // What to do is said once, below.
  const seen = rows.filter(({ result }) => result !== 'skipped').map(({ check, result, seen }) => ({ check, result, seen }));
  const skipped = formatSkipped(rows);
  return [
    ...(seen.length > 0 ? [formatTable(seen, columns, colors)] : []),
    ...(skipped === undefined ? [] : [skipped]),
    summarize(rows),
    formatNextSteps(rows),
  ].join('\n\n');
};

/** Returns one line with the checks that did not run, by why, or nothing when all ran. */
export const formatSkipped = (rows: readonly Row[]): string | undefined => {
  const byReason = Map.groupBy(
    rows.filter(({ result }) => result === 'skipped'),
    ({ seen }) => seen,
  );
  const parts = [...byReason].map(([reason, checks]) => `${checks.map(({ check }) => check).join(', ')} (${reason})`);
  return parts.length === 0 ? undefined : `skipped: ${parts.join('; ')}`;
};

/** Lists the advice of failures, then of warnings, each once with the checks that give it. */
export const formatNextSteps = (rows: readonly Row[]): string => {
  const grave = (['fail', 'warn'] as const).flatMap((result) => rows.filter((row) => row.result === result));
  const steps = Map.groupBy(grave, ({ todo = '', see }) => (see === undefined ? todo : `${todo} See ${see}`));
  if (steps.size === 0) return 'What to do next: Nothing.';
  const lines = [...steps].map(([step, asking], index) => `${index + 1}. ${asking.map(({ check }) => check).join(', ')}: ${step}`);
  return ['What to do next:', ...lines].join('\n');
};
