import { existsSync, globSync } from 'node:fs';
import { chooseFiles, sample } from '../../tools/mutation/choose.ts';
import { readArguments } from '../../tools/mutation/options.ts';
import { isUnnoticed, type Mutant, type MutantResult, nameMutant, reportLines, tally } from '../../tools/mutation/report.ts';
import { limitMs, planMutants } from '../../tools/mutation/schedule.ts';
import { GROUPS, TESTS } from '../../tools/mutation/scope.ts';

const mutant = (id: string, file = 'functions/a.ts'): Mutant => ({
  ...{ id, file, line: Number(id), column: 1, mutator: 'BooleanLiteral', original: 'true', replacement: 'false' },
});
const result = (id: string, status: MutantResult['status'], file?: string): MutantResult => ({ ...mutant(id, file), status });

describe('the scope', () => {
  it('names files that exist, each in one group and with tests that exist', () => {
    const files = Object.keys(TESTS);
    expect(files.length).toBeGreaterThan(50);
    expect(Object.values(GROUPS).flat()).toEqual(files);
    expect([...files, ...Object.values(TESTS).flat()].filter((file) => !existsSync(file))).toEqual([]);
    expect(files.filter((file) => TESTS[file]?.length === 0)).toEqual([]);
  });

  it('has every file of sign-in, of the publisher, of transactions and of cursors', () => {
    const wanted = globSync('functions/{shared/auth/*,events/!(contract*),shared/table/{transaction,cursor}*}.ts');
    expect(wanted.length).toBeGreaterThan(25);
    // It only wires the publisher.
    expect(wanted.filter((file) => TESTS[file] === undefined)).toEqual(['functions/events/publish.ts']);
  });
});

describe('the score', () => {
  it('is the part that tests noticed, also by a timeout or a crash', () => {
    const results = [
      ...[result('1', 'killed'), result('2', 'timeout'), result('3', 'crash')],
      ...[result('4', 'survived'), result('5', 'no coverage')],
    ];
    expect(tally(results)).toEqual({ mutants: 5, killed: 1, timeout: 1, crash: 1, survived: 1, 'no coverage': 1, score: 60 });
  });

  it('of no mutants is 100', () => {
    expect(tally([]).score).toBe(100);
  });
});

test('a mutant has the same name in the next run, and another than its neighbours', () => {
  expect(nameMutant(mutant('1'))).toBe(nameMutant({ ...mutant('1'), id: '7' }));
  const changes = [{ file: 'b.ts' }, { line: 2 }, { column: 2 }, { mutator: 'Regex' }, { original: 'x' }, { replacement: 'y' }];
  expect(new Set([{}, ...changes].map((change) => nameMutant({ ...mutant('1'), ...change }))).size).toBe(7);
});

test('what survived or was not reached is what no test noticed', () => {
  const statuses = (['killed', 'survived', 'timeout', 'crash', 'no coverage'] as const).filter((status) =>
    isUnnoticed(result('1', status)),
  );
  expect(statuses).toEqual(['survived', 'no coverage']);
});

describe('the report', () => {
  const other = 'functions/b.ts';
  const results = [
    result('1', 'killed'),
    { ...result('2', 'survived'), original: `a &&\n   ${'b'.repeat(200)}` },
    result('3', 'killed', other),
  ];
  const lines = reportLines({ rules: ['functions/a.ts'], keys: [other], empty: ['functions/c.ts'] }, results);

  it('has a row for each file, for its group and for all, and none for what was left out', () => {
    const rows = lines.slice(0, lines.indexOf('')).map((line) => line.trim().split(/\s+/));
    expect(rows.map(([name, mutants, killed, survived]) => [name, mutants, killed, survived].join(' '))).toEqual([
      'mutants killed survived timeout',
      ...['rules 2 1 1', 'functions/a.ts 2 1 1', 'keys 1 1 0', 'functions/b.ts 1 1 0', 'all 3 2 1'],
    ]);
    expect(lines.find((line) => line.startsWith('all'))).toMatch(/ 66\.7 %$/);
    expect(new Set(lines.slice(0, lines.indexOf('')).map(({ length }) => length)).size).toBe(1);
  });

  it('names each mutant that no test noticed, on short lines', () => {
    expect(lines.slice(lines.indexOf('') + 1)).toEqual([
      'functions/a.ts:2  survived (BooleanLiteral)',
      `  - a && ${'b'.repeat(95)}…`,
      '  + false',
    ]);
  });
});

describe('the choice of files', () => {
  const scope = ['functions/events/publisher.ts', 'functions/events/publish.ts', 'functions/eventsource.ts'];

  it.each([
    [[], scope],
    [['functions/events'], scope.slice(0, 2)],
    [['./functions/events/'], scope.slice(0, 2)],
    [['functions/events/publish.ts'], ['functions/events/publish.ts']],
  ])('%j', (paths, files) => {
    expect(chooseFiles(scope, paths)).toEqual(files);
  });

  it('refuses a path that leads to nothing, and names what was meant', () => {
    expect(() => chooseFiles(scope, ['functions/events', 'functions/eventsourc.ts'])).toThrow(
      'functions/eventsourc.ts is neither a file of the scope in tools/mutation/scope.ts nor a folder of one: did you mean functions/eventsource.ts?',
    );
    expect(() => chooseFiles(scope, ['docs'])).toThrow(/^docs is neither .* of one$/);
  });
});

describe('the sample', () => {
  const items = Array.from({ length: 100 }, (_, i) => `mutant ${i}`);
  const chosen = (seed: string, from: readonly string[] = items) => sample(from, 10, seed, (item) => item);

  it('is the same for a seed, another for another seed, and in order', () => {
    expect(chosen('1')).toHaveLength(10);
    expect(chosen('1')).toEqual(items.filter((item) => chosen('1').includes(item)));
    expect(chosen('1', items.toReversed()).toReversed()).toEqual(chosen('1'));
    expect(chosen('2')).not.toEqual(chosen('1'));
  });

  it('is everything when there is no more', () => {
    expect(sample(items, 101, '1', (item) => item)).toEqual(items);
  });
});

describe('the plan', () => {
  const measured = new Map([
    ['slow', { ms: 900, reached: { 1: 2, 2: 1 } }],
    ['fast', { ms: 20, reached: { 1: 30 } }],
    ['other', { ms: 1, reached: { 1: 1 } }],
  ]);

  it('runs a mutant by the tests of its file that reach it, the fastest first', () => {
    expect(planMutants([mutant('1'), mutant('2'), mutant('3')], () => ['slow', 'fast'], measured)).toEqual([
      { id: '1', tests: ['fast', 'slow'], hitLimit: 4_000 },
      { id: '2', tests: ['slow'], hitLimit: 1_100 },
      { id: '3', tests: [], hitLimit: 1_000 },
    ]);
  });

  it('gives a test ten times its own time, and ten seconds', () => {
    expect(limitMs(200)).toBe(12_000);
  });
});

describe('the arguments', () => {
  it('are paths and options', () => {
    expect(readArguments(['functions/events', '--sample', '50', '--since', 'main'])).toEqual({
      ...{ paths: ['functions/events'], sample: 50, since: 'main', seed: '1', json: undefined, again: undefined, help: false },
    });
  });

  it.each([
    [['--sample', '0'], '--sample must be a number of mutants from 1 on, not 0'],
    [['--sample', 'ten'], '--sample must be a number of mutants from 1 on, not ten'],
    [['--seed', '1', '--seed', '2'], '--seed is there twice'],
    [['--samples', '5'], /Unknown option '--samples'/],
    [['--json'], /argument missing/],
  ])('%j are refused', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
