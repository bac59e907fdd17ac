import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runModel } from '../model/run.ts';
import type { Part, PartOptions, PartResult, Violation } from '../shared/part.ts';
import { BUGS, type Bug } from './bugs.ts';

const HERE = fileURLToPath(new URL('../..', import.meta.url));
/** Left out of the copy: a synthesis does not read it, or must not share it. */
const LEFT_OUT = new Set(['.git', '.tenantry', 'bench', 'cdk.out', 'coverage', 'emulator', 'findings', 'node_modules', 'prove', 'test']);
const FAULTS = ['answers of the table lost', 'transactions conflicting'] as const;

/** Builds that are broken on purpose, each of which the model must find. */
export const bugsPart: Part = {
  name: 'bugs',
  about: 'five builds that are broken on purpose, each of which the model has to find',
  share: { gate: 0, usual: 100, long: 300 },
  run: (options) => findAll(options),
};

const findAll = async (options: PartOptions): Promise<PartResult> => {
  const figures: Record<string, string> = {};
  const violations: Violation[] = [];
  for (const [index, bug] of BUGS.entries()) {
    const folder = join(options.folder, String(index));
    const build = breakBuild(bug, join(folder, 'build'));
    const began = performance.now();
    const found = await runModel({
      ...options,
      folder,
      build,
      faults: FAULTS,
      seconds: options.seconds / BUGS.length,
      say: () => undefined,
    });
    const [first] = found.violations;
    figures[bug.name] = first ? `found in ${Math.round((performance.now() - began) / 1000)} s: ${first.promise}` : 'not found';
    options.say(`${bug.name}: ${figures[bug.name]}`);
    if (!first) violations.push({ promise: 'a broken build is found', detail: bug.name, evidence: found.figures });
  }
  return { figures, violations };
};

/** Copies the sources with one of them changed; the packages are linked. */
export const breakBuild = ({ name, file, find, replace }: Bug, to: string): string => {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(HERE)) if (!LEFT_OUT.has(entry)) cpSync(join(HERE, entry), join(to, entry), { recursive: true });
  mkdirSync(join(to, 'node_modules'));
  // Its links lead to the folders of the workspace beside it, which are those of the copy.
  for (const entry of readdirSync(join(HERE, 'node_modules')))
    if (entry === '@tenantry')
      cpSync(join(HERE, 'node_modules', entry), join(to, 'node_modules', entry), { recursive: true, verbatimSymlinks: true });
    else if (!entry.startsWith('.')) symlinkSync(join(HERE, 'node_modules', entry), join(to, 'node_modules', entry));
  const source = readFileSync(join(to, file), 'utf8');
  if (source.split(find).length !== 2) throw new Error(`${file} has no place for "${name}": it has changed`);
  writeFileSync(
    join(to, file),
    source.replace(find, () => replace),
  );
  return to;
};
