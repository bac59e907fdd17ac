import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// docs/events.d.ts is generated, with one line for each description.
const sources = execFileSync('git', ['ls-files', '*.ts', ':!docs'], { encoding: 'utf8' }).trim().split('\n');
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
