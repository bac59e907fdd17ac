import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// What is generated has one line for each description.
const sources = execFileSync('git', ['ls-files', '*.ts', ':!events/generated', ':!lib/generated', ':!client/generated'], {
  encoding: 'utf8',
})
  .trim()
  .split('\n');
const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

/** Returns whether a line has nothing but a comment, which could be broken at a space. */
const isComment = (line: string): boolean => /^\s*(?:\/\/|\/\*\*|\*) \S+ /.test(line) && !/biome-ignore|@ts-expect-error/.test(line);

test('comments have at most 100 columns', () => {
  const wide = sources.flatMap((file) =>
    linesOf(file)
      .filter((line) => [...line].length > 100 && isComment(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(sources.length).toBeGreaterThan(1000);
  expect(wide).toEqual([]);
});

/** Longer than 200 lines, each with its reason. */
const LONG = new Map([['receiver/verify-webhook.ts', 'receivers copy it as one file']]);

test('files have at most 200 lines', () => {
  const long = sources.filter((file) => linesOf(file).length > 200);
  expect(long).toEqual([...LONG.keys()]);
});

test('functions are arrow constants, except generators, default exports, and what uses `this`', () => {
  const declared = sources.flatMap((file) =>
    linesOf(file)
      .filter((line) => /^(?:export )?(?:async )?function \w+/.test(line) && !/\(this: /.test(line))
      .map((line) => `${file}: ${line}`),
  );
  expect(declared).toEqual([]);
});

test('docstrings of sources begin with a noun or a verb, not with a question', () => {
  const isTest = (file: string) => /^(?:packages\/[^/]+\/)?test\//.test(file);
  const questions = sources
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\/\*\*\s+(?:\* )?(?:What|Who|Whose|How) .*/g)].map(([line]) => `${file}: ${line}`),
    );
  expect(questions).toEqual([]);
});
