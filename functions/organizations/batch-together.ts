import { Refusal } from '../shared/contract/problems.ts';
import type { Groups } from './batch-group.ts';
import { createdRow, type RowResult, refused } from './batch-result.ts';
import { type BatchRequest, type Row, readRow } from './batch-row.ts';

/** The answers to some rows. Without answers nothing was created, and each is to be answered. */
interface Together {
  readonly size: number;
  readonly answers: readonly RowResult[];
}

/** Answers as many rows as one transaction creates, from `from` on. */
export const answerTogether = async (batch: BatchRequest, from: number, groups: Groups): Promise<Together> => {
  const rows = batch.body.organizations.slice(from, from + LONGEST).map((row, at) => read(batch, row, from + at));
  const requests = rows.flatMap(({ row }) => row?.request ?? []);
  const { size: fitting, create } = groups.take(requests);
  // A row that breaks rules needs no transaction.
  const left = rows.filter(({ row }) => row)[fitting];
  const taken = left ? rows.slice(0, rows.indexOf(left)) : rows;
  const answer = (answerOf: () => RowResult): Together => ({
    size: taken.length,
    answers: taken.map(({ row, error }) => (row ? answerOf() : refused(error, batch))),
  });
  try {
    const replies = [...((await create()) ?? [])];
    if (replies.length < fitting) return { size: taken.length, answers: [] };
    return answer(() => createdRow(replies.shift() as (typeof replies)[number]));
  } catch (error) {
    // Each row would wait as long for the same answer.
    if (error instanceof Refusal && error.code === 'dependency-unavailable') return answer(() => refused(error, batch));
    return { size: taken.length, answers: [] };
  }
};

// More do not fit into a transaction.
const LONGEST = 25;

const read = (batch: BatchRequest, row: unknown, index: number): { readonly row?: Row; readonly error?: unknown } => {
  try {
    return { row: readRow(batch, row, index) };
  } catch (error) {
    return { error };
  }
};
