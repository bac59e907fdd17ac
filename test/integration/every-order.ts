import type { Table } from '../../functions/shared/table/table.ts';
import { interleave, type Outcome } from './schedule.ts';

export type Operations = readonly ((table: Table) => Promise<unknown>)[];

/**
 * Runs operations at the same time, and `onCommit` after each commit that is done; answers what
 * became of each.
 */
export type Run = (operations: Operations, onCommit?: () => Promise<void>) => Promise<readonly Outcome[]>;

interface Choice {
  readonly taken: number;
  readonly of: number;
}

/**
 * Plays a scene once for each order in which the table calls of its operations can follow each
 * other; answers in how many. The scene plants its own world.
 */
export const inEveryOrder = async (table: Table, scene: (run: Run) => Promise<void>): Promise<number> => {
  let path: readonly number[] = [];
  for (let played = 1; ; played += 1) {
    const choices: Choice[] = [];
    await scene(runAlong(table, path, choices));
    const last = choices.findLastIndex(({ taken, of }) => taken + 1 < of);
    if (last < 0) return played;
    path = choices.slice(0, last + 1).map(({ taken }, index) => (index === last ? taken + 1 : taken));
  }
};

/**
 * Follows a path of choices to its end and then takes the first there is; notes what there was to
 * choose.
 */
const runAlong =
  (table: Table, path: readonly number[], choices: Choice[]): Run =>
  (operations, onCommit = async () => undefined) => {
    let unfinished = operations.length;
    const counted = operations.map(
      (operation) => (gated: Table) =>
        operation(gated).finally(() => {
          unfinished -= 1;
        }),
    );
    const pick = (): number => {
      const taken = path[choices.length] ?? 0;
      choices.push({ taken, of: unfinished });
      return taken;
    };
    return interleave(table, counted, { pick, onCommit: async (_, { status }) => (status === 'fulfilled' ? onCommit() : undefined) });
  };
