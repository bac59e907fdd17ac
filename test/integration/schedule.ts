import { setImmediate as tick } from 'node:timers/promises';
import type { Key } from '../../functions/shared/table/keys.ts';
import type { PageRequest, Place, RangeRequest, SpanRequest } from '../../functions/shared/table/queries.ts';
import { StaleReadError } from '../../functions/shared/table/retry-on-conflict.ts';
import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';

/** What became of a call, or of an operation. */
export type Outcome = PromiseSettledResult<unknown>;

/** A call of the table that an operation waits with until it is let go. */
interface Turn {
  readonly of: number;
  readonly take: () => Promise<void>;
}

interface Direction {
  /** Chooses by number among the calls that wait, the one that waits longest being 0. */
  readonly pick: () => number;
  /** Is told of each commit before the operation goes on; nothing else happens meanwhile. */
  readonly onCommit: (of: number, outcome: Outcome) => Promise<void>;
}

/**
 * Runs operations at the same time and their table calls one after another, in an order that is
 * chosen: a call is let go only when every unfinished operation waits with one, so that neither
 * timers nor the speed of the machine decide anything. Answers what became of each operation.
 */
export const interleave = async (
  table: Table,
  operations: readonly ((table: Table) => Promise<unknown>)[],
  { pick, onCommit }: Direction,
): Promise<readonly Outcome[]> => {
  const waiting: Turn[] = [];
  const unfinished = new Set(operations.keys());
  const outcomes = Promise.allSettled(
    operations.map((run, of) => run(gated(table, of, waiting, onCommit)).finally(() => unfinished.delete(of))),
  );
  const isUnderWay = (of: number): boolean => !waiting.some((turn) => turn.of === of);
  for (;;) {
    while ([...unfinished].some(isUnderWay)) await tick();
    if (waiting.length === 0) return outcomes;
    const [turn] = waiting.splice(pick() % waiting.length, 1);
    await turn?.take();
  }
};

const gated = (table: Table, of: number, waiting: Turn[], onCommit: Direction['onCommit']): Table => {
  const wait = <T>(call: () => Promise<T>, then: (outcome: Outcome) => Promise<void> = async () => undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const take = async (): Promise<void> => {
        const [outcome] = await Promise.allSettled([call()]);
        await then(outcome);
        if (outcome.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome.reason);
      };
      waiting.push({ of, take });
    });
  const reads = {
    get: (key: Key) => wait(() => table.get(key)),
    getAll: (keys: readonly Key[]) => wait(() => table.getAll(keys)),
    page: (request: PageRequest) => wait(() => table.page(request)),
    range: (request: RangeRequest) => wait(() => table.range(request)),
    span: (request: SpanRequest) => wait(() => table.span(request)),
    branch: (place: Place, limit: number) => wait(() => table.branch(place, limit)),
  };
  return replaceCommit(reads, (writes) =>
    wait(
      () => table.tryCommit(writes),
      (outcome) => onCommit(of, commitOf(outcome)),
    ),
  );
};

/** What became of a commit: nothing is written where an assumption failed. */
const commitOf = (outcome: Outcome): Outcome =>
  outcome.status === 'fulfilled' && outcome.value !== undefined ? { status: 'rejected', reason: new StaleReadError() } : outcome;
