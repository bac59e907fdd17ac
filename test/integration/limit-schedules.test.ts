import { jest } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../../functions/shared/contract/problems.ts';
import type { Reply } from '../../functions/shared/http/idempotency.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import type { Step } from './limit-model.ts';
import { faultsOf, follow, storedOf } from './limit-state.ts';
import { openReseller, perform, type Schedule, someSchedule, stepsOf } from './limit-steps.ts';
import { interleave, type Outcome } from './schedule.ts';

let table: TestTable;

beforeAll(async () => {
  table = await startTable();
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => table.stop());

/** What each kind of step may be refused for. */
const REFUSALS: Readonly<Record<Step['kind'], readonly string[]>> = {
  create: ['limit-reached', 'name-taken'],
  delete: ['organization-not-found', 'organization-deleted'],
  restore: ['organization-not-found', 'organization-not-deleted', 'limit-reached', 'name-taken'],
  rename: ['organization-not-found', 'organization-deleted', 'name-taken'],
  allow: [],
};

/** Answers the status of a step that was done, or why it was refused; anything else fails. */
const answerOf = (step: Step, outcome: Outcome): number | string => {
  if (outcome.status === 'fulfilled') return (outcome.value as Reply).status;
  if (!(outcome.reason instanceof Refusal)) throw outcome.reason;
  expect([...REFUSALS[step.kind], 'contention']).toContain(outcome.reason.code);
  return outcome.reason.code;
};

/**
 * Runs a schedule, its last steps call by call; after every commit of theirs all that is stored is
 * held against the model.
 */
const run = async (schedule: Schedule): Promise<void> => {
  const resellerId = await openReseller(schedule.allowed, table.table);
  const { before, atOnce } = stepsOf(schedule);
  const { took, compare } = follow(table.table, resellerId, schedule.allowed);
  for (const step of before) {
    const [outcome] = await Promise.allSettled([perform(resellerId, step, table.table)]);
    took(step, outcome);
  }
  const committed: Step[] = [];
  const onCommit = async (of: number, outcome: Outcome): Promise<void> => {
    const step = atOnce[of] as Step;
    took(step, outcome);
    if (outcome.status === 'rejected') return;
    committed.push(step);
    await compare();
  };
  const picks = schedule.picks.values();
  const operations = atOnce.map((step) => (gated: Table) => perform(resellerId, step, gated));
  const outcomes = await interleave(table.table, operations, { pick: () => picks.next().value ?? 0, onCommit });
  await compare();
  for (const [at, step] of atOnce.entries()) {
    const isDone = answerOf(step, outcomes[at] as Outcome) === DONE[step.kind];
    const commits = committed.filter((other) => other === step).length;
    // What asks for what already is so is done without a commit.
    if (!(isDone && MAY_FIND_SO.has(step.kind) && commits === 0)) expect({ step, commits }).toEqual({ step, commits: isDone ? 1 : 0 });
  }
};

const DONE: Readonly<Record<Step['kind'], number>> = { create: 201, delete: 204, restore: 200, rename: 200, allow: 200 };
const MAY_FIND_SO: ReadonlySet<Step['kind']> = new Set(['rename', 'allow']);

test('in whatever order their calls meet, no place is given twice or lost, none is refused that is there, and each crossing is told once', async () => {
  // Full jitter of nothing: who decides again is at the table at once, and the schedule says how
  // late it is.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  // Each on a reseller of its own, so that they only share the time.
  const four = fc.array(someSchedule, { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(four, async (schedules) => void (await Promise.all(schedules.map(run)))),
    { numRuns: 100, unbiased: true },
  );
}, 180_000);

test('when their calls truly meet, what is stored and told is what was answered, and within the limits', async () => {
  await fc.assert(
    fc.asyncProperty(someSchedule, async (schedule) => {
      const resellerId = await openReseller(schedule.allowed, table.table);
      const { before, atOnce } = stepsOf(schedule);
      const done: Step[] = [];
      const attempt = async (step: Step): Promise<void> => {
        const [outcome] = await Promise.allSettled([perform(resellerId, step, table.table)]);
        if (answerOf(step, outcome) === DONE[step.kind]) done.push(step);
      };
      for (const step of before) await attempt(step);
      await Promise.all(atOnce.map(attempt));
      expect(faultsOf(await storedOf(table.table, resellerId), done, limitsOf(schedule))).toEqual([]);
    }),
    { numRuns: 100, unbiased: true },
  );
}, 60_000);

const limitsOf = ({ allowed, atOnce }: Schedule): readonly number[] => [
  allowed,
  ...atOnce.flatMap((step) => (step.kind === 'allow' ? [step.allowed] : [])),
];
