import { globSync, readFileSync } from 'node:fs';
import { BUGS } from '../../prove/bugs/bugs.ts';
import { chooseBugs, LEAST_SECONDS } from '../../prove/bugs/choose.ts';
import { PARTS } from '../../prove/parts.ts';
import { readArguments, refuseTaken } from '../../prove/read-arguments.ts';
import { random } from '../../prove/shared/random.ts';
import { openFaults } from '../../prove/system/faults.ts';

const read = (...args: readonly string[]) => readArguments(args, PARTS, 1_796_035_000_123);

test('without arguments all parts run for ten minutes, by a seed of the moment', () => {
  expect(read()).toMatchObject({ parts: PARTS, length: 'usual', seconds: 600, seed: 1_796_035_000_123 % (2 ** 31 - 1) });
  expect(read('--long', 'model', '--seed', '7')).toMatchObject({ parts: [PARTS[0]], length: 'long', seconds: 3600, seed: 7 });
  expect(read('--quick', '--minutes', '2')).toMatchObject({ length: 'gate', seconds: 120 });
});

test.each([
  [['modle'], 'There is no part modle: did you mean model?'],
  [['everything'], /^There is no part everything: the parts are model, /],
  [['--quick', '--long'], '--quick and --long are two lengths: give one of them.'],
  [['--seed', '-1'], /--seed/],
  [['--seed', '1.5'], '--seed is a whole number from 0 to 2147483647, not 1.5.'],
  [['--minutes', '0'], '--minutes is a whole number from 1 to 1440, not 0.'],
  [['--seed', '1', '--seed', '2'], '--seed is there twice'],
  [['--sead', '1'], /--sead/],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => read(...args)).toThrow(sentence);
});

test('an option that npm has taken for itself is refused, and not left out', () => {
  expect(() => refuseTaken({ npm_config_long: 'true', npm_config_seed: '7' })).toThrow('npm took --long and --seed for itself');
  expect(refuseTaken({ npm_config_long: '', npm_config_cache: '/tmp' })).toBeUndefined();
});

test('a seed gives the same numbers each time, and another seed others', () => {
  const draw = (seed: number): readonly number[] => {
    const source = random(seed).fork('clients');
    return Array.from({ length: 20 }, () => source.below(1_000));
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(() => random(1).pick([])).toThrow('Nothing to pick from');
});

test('a seed strikes the same calls, about as many as is asked for, and counts them', () => {
  const struck = (seed: number): readonly boolean[] => {
    const faults = openFaults(seed);
    faults.set({ throttled: 0.25 });
    return Array.from({ length: 400 }, () => faults.hooks.database('GetItem', {}) instanceof Error);
  };
  expect(struck(5)).toEqual(struck(5));
  expect(struck(5)).not.toEqual(struck(6));
  const times = struck(5).filter(Boolean).length;
  expect(times).toBeGreaterThan(60);
  expect(times).toBeLessThan(140);
});

test('a conflict names one item of the transaction, and records come twice at the end of their item', () => {
  const faults = openFaults(1);
  faults.set({ conflicting: 1, recordsTwice: 1, recordsApart: 1 });
  const error = faults.hooks.database('TransactWriteItems', { TransactItems: [{}, {}, {}] });
  const { CancellationReasons = [] } = (
    error as unknown as { readonly members: { readonly CancellationReasons?: readonly { readonly Code: string }[] } }
  ).members;
  expect(CancellationReasons.map(({ Code }) => Code).toSorted()).toEqual(['None', 'None', 'TransactionConflict']);
  const record = (pk: string, SequenceNumber: string) => ({ dynamodb: { Keys: { pk: { S: pk }, sk: { S: 's' } }, SequenceNumber } });
  const batch = ['a1', 'b2', 'a3'].map((text) => record(text.slice(0, 1), text.slice(1)));
  const groups = faults.hooks.records(batch as unknown as Parameters<typeof faults.hooks.records>[0]);
  const numbers = groups.map((group) => group.map(({ dynamodb }) => dynamodb.SequenceNumber));
  expect(numbers.map((group) => group.slice(0, group[0] === '1' ? 2 : 1))).toEqual([['1', '3'], ['2']]);
});

test.each(BUGS)('the source still has the place of the bug "$name"', ({ file, find }) => {
  expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
});

test('a bug is found by promises that the model looks at, and by no other', () => {
  const sources = globSync('prove/{model,checks}/*.ts').map((file) => readFileSync(file, 'utf8'));
  const isLookedAt = (promise: string): boolean => sources.some((source) => source.includes(`'${promise}'`));
  const breaks = BUGS.flatMap((bug) => bug.breaks);
  expect(breaks.filter((promise) => !isLookedAt(promise))).toEqual([]);
  expect(BUGS.every((bug) => bug.breaks.length > 0)).toBe(true);
  expect(breaks).not.toContain('no process is left');
});

test('a run tries as many bugs as it has time for, at least one, and the seed decides which', () => {
  const names = (seed: number, seconds: number) => [...chooseBugs({ seed, seconds })].map(({ name }) => name);
  expect([1, LEAST_SECONDS, 2 * LEAST_SECONDS, 10_000].map((seconds) => names(7, seconds).length)).toEqual([1, 1, 2, BUGS.length]);
  expect(names(7, 160)).toEqual(names(7, 160));
  expect(new Set(Array.from({ length: 60 }, (_, seed) => names(seed, 1)[0])).size).toBe(BUGS.length);
});

test('the run of an hour has time for every bug', () => {
  const shares = PARTS.reduce((sum, { share }) => sum + share.long, 0);
  const bugs = PARTS.find(({ name }) => name === 'bugs')?.share.long ?? 0;
  expect((3_600 * bugs) / shares).toBeGreaterThanOrEqual(BUGS.length * LEAST_SECONDS);
});
