import { isTransient } from '../shared/api-request.ts';
import { DONE, isDone, type ResultLine } from './result-line.ts';

/** The number of rows by their outcome. */
export interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
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
  /** Counts what is wrong with the fields of rows, the most frequent first. */
  fields(): readonly FieldCount[];
  /** Returns the first rows that were not done. */
  first(): readonly ResultLine[];
  add(lines: readonly ResultLine[]): void;
  addDoneBefore(): void;
}

/** The number of rows with the same error in the same field. */
export interface FieldCount {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  count: number;
}

const SHOWN = 5;
// Every field has a handful of codes; keys of metadata are anybody's.
const MOST_FIELDS = 1000;

/** Opens a tally at nothing. */
export const openTally = (): Tally => {
  const counts = { created: 0, updated: 0, unchanged: 0, replayed: 0, doneBefore: 0, refused: 0, failed: 0 };
  const codes = new Map<string, number>();
  const first: ResultLine[] = [];
  const fields = new Map<string, FieldCount>();

  const addError = ({ pointer = '', code = '', message = '' }: FieldError): void => {
    const field = pointer.slice(1).replaceAll('/', '.');
    const seen = fields.get(`${field} ${code}`);
    if (seen) seen.count += 1;
    else if (fields.size < MOST_FIELDS) fields.set(`${field} ${code}`, { field, code, message, count: 1 });
  };

  const add = (line: ResultLine): void => {
    counts[kindOf(line)] += 1;
    if (isDone(line)) return;
    const { code = '' } = line;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    for (const error of line.errors ?? []) addError(error as FieldError);
    if (first.length < SHOWN) first.push(line);
  };

  return {
    counts: () => ({ ...counts }),
    codes: () => [...codes].sort(([, a], [, b]) => b - a),
    fields: () => [...fields.values()].sort((a, b) => b.count - a.count),
    first: () => first,
    add: (lines) => lines.forEach(add),
    addDoneBefore: () => {
      counts.doneBefore += 1;
    },
  };
};

/** An error of a row, of the API or of the importer itself. */
interface FieldError {
  readonly pointer?: string;
  readonly code?: string;
  readonly message?: string;
}

const kindOf = ({ status, replayed, unchanged }: ResultLine): keyof Counts => {
  if (status === DONE) return replayed ? 'replayed' : 'created';
  if (isDone({ status })) return unchanged ? 'unchanged' : 'updated';
  return isTransient(status) ? 'failed' : 'refused';
};

/** Returns the number of rows. */
export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);
