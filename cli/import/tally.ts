import { DONE, isTransient, type ResultLine } from './result-line.ts';

/** The number of rows by their outcome. */
export interface Counts {
  readonly created: number;
  readonly replayed: number;
  readonly doneBefore: number;
  readonly refused: number;
  readonly failed: number;
}

/** The outcome of an import so far. */
export interface Tally {
  counts(): Counts;
  /** Counts the rows that were not done by code, the most frequent first. */
  codes(): readonly (readonly [code: string, count: number])[];
  /** Returns the first rows that were not done. */
  first(): readonly ResultLine[];
  add(lines: readonly ResultLine[]): void;
  addDoneBefore(): void;
}

const SHOWN = 5;

/** Opens a tally at nothing. */
export const openTally = (): Tally => {
  const counts = { created: 0, replayed: 0, doneBefore: 0, refused: 0, failed: 0 };
  const codes = new Map<string, number>();
  const first: ResultLine[] = [];

  const add = (line: ResultLine): void => {
    counts[kindOf(line)] += 1;
    if (line.status === DONE) return;
    const { code = '' } = line;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (first.length < SHOWN) first.push(line);
  };

  return {
    counts: () => ({ ...counts }),
    codes: () => [...codes].sort(([, a], [, b]) => b - a),
    first: () => first,
    add: (lines) => lines.forEach(add),
    addDoneBefore: () => {
      counts.doneBefore += 1;
    },
  };
};

const kindOf = ({ status, replayed }: ResultLine): keyof Counts => {
  if (status === DONE) return replayed ? 'replayed' : 'created';
  return isTransient(status) ? 'failed' : 'refused';
};

/** Returns the number of rows. */
export const totalOf = ({ created, replayed, doneBefore, refused, failed }: Counts): number =>
  created + replayed + doneBefore + refused + failed;
