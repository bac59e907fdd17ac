import type { Batch } from '../batches.ts';
import type { Meter } from '../meter.ts';
import { DONE, isDone, type ResultLine, toUnreadableLine } from '../result-line.ts';
import type { Results } from '../results.ts';
import type { CreatedFile } from './created-file.ts';
import type { RefusedFile } from './refused-file.ts';

/** Where the outcome of rows goes. */
export interface Outcomes {
  readonly results: Results;
  readonly refused: RefusedFile;
  readonly created: CreatedFile;
  readonly meter: Meter;
}

/** Records the outcomes of a batch as they arrive. */
export const recorder = ({ results, refused, created, meter }: Outcomes, { rows, unreadable }: Batch) => {
  const byLine = new Map([...rows, ...unreadable].map((row) => [row.line, row]));
  const record = (lines: readonly ResultLine[]): void => {
    // Before the result file, by which the next run takes a row for done.
    created.append(
      lines.flatMap((result) => {
        const row = byLine.get(result.line);
        return result.status === DONE && row && 'text' in row ? [{ row, result }] : [];
      }),
    );
    refused.append(lines.filter((line) => !isDone(line)).map((result) => ({ original: byLine.get(result.line)?.original, result })));
    results.append(lines);
    meter.tally.add(lines);
  };
  if (unreadable.length > 0) record(unreadable.map(toUnreadableLine));
  return record;
};
