import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Mutant } from './report.ts';

const nothing = (): void => undefined;
const silent: ConstructorParameters<typeof Instrumenter>[0] = {
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing },
};

/**
 * Makes the mutants of source files. Writes each file to `folder`, under its own path, with all its
 * mutants in it, of which one at a time is switched on.
 */
export const writeMutants = async (files: readonly string[], folder: string): Promise<readonly Mutant[]> => {
  const sources = files.map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }));
  const { files: mutated, mutants } = await new Instrumenter(silent).instrument(sources, {
    ...{ plugins: null, excludedMutations: [], ignorers: [] },
  });
  for (const { name, content } of mutated) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const contents = new Map(sources.map(({ name, content }) => [name, content.split('\n')]));
  return mutants.map(({ id, fileName: file, mutatorName: mutator, replacement, location: { start, end } }) => ({
    ...{ id, file, mutator, replacement, line: start.line + 1, column: start.column + 1 },
    original: textBetween(contents.get(file) ?? [], start, end),
  }));
};

interface Position {
  readonly line: number;
  readonly column: number;
}

const textBetween = (lines: readonly string[], start: Position, end: Position): string => {
  const chosen = lines.slice(start.line, end.line + 1);
  const last = chosen.length - 1;
  return chosen.map((line, i) => line.slice(i === 0 ? start.column : 0, i === last ? end.column : undefined)).join('\n');
};
