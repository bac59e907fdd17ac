import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runModel } from '../model/run.ts';
import type { Part, PartOptions, PartResult, Violation } from '../shared/part.ts';
import { BUGS, type Bug } from './bugs.ts';
import { chooseBugs, LEAST_SECONDS } from './choose.ts';

const HERE = fileURLToPath(new URL('../..', import.meta.url));
/** All that a synthesis reads of this folder: the rest may be somebody's data. */
const SOURCES = [
  ...['bin', 'cdk.json', 'package.json', 'tenantry.config.ts', 'lib', 'functions', 'packages', 'local', 'tools', 'cli', 'client'],
  ...['docs/openapi.json', 'docs/asyncapi.json'],
];
const FAULTS = ['answers of the table lost', 'transactions conflicting'] as const;

/** Builds that are broken on purpose, each of which the model must find by a promise it breaks. */
export const bugsPart: Part = {
  name: 'bugs',
  about: 'five builds that are broken on purpose, each of which the model has to find',
  share: { gate: 0, usual: 100, long: 600 },
  run: (options) => findAll(options),
};

const findAll = async (options: PartOptions): Promise<PartResult> => {
  const figures: Record<string, string> = {};
  const violations: Violation[] = [];
  const chosen = chooseBugs(options);
  for (const [index, bug] of BUGS.entries()) {
    if (!chosen.has(bug)) {
      figures[bug.name] = `not tried: the run has no ${LEAST_SECONDS} s for it`;
      continue;
    }
    const folder = join(options.folder, String(index));
    const build = breakBuild(bug, join(folder, 'build'));
    const began = performance.now();
    const seconds = Math.max(LEAST_SECONDS, options.seconds / chosen.size);
    const { violations: broken, ...run } = await runModel({ ...options, folder, build, faults: FAULTS, seconds, say: () => undefined });
    const found = broken.find(({ promise }) => bug.breaks.includes(promise));
    figures[bug.name] = found ? `found in ${Math.round((performance.now() - began) / 1000)} s: ${found.promise}` : 'not found';
    options.say(`${bug.name}: ${figures[bug.name]}`);
    if (!found) violations.push({ promise: 'a broken build is found', detail: bug.name, evidence: { figures: run.figures, broken } });
  }
  return { figures, violations };
};

/** Copies the sources with one of them changed; the packages are linked. */
export const breakBuild = ({ name, file, find, replace }: Bug, to: string): string => {
  mkdirSync(to, { recursive: true });
  for (const entry of SOURCES) cpSync(join(HERE, entry), join(to, entry), { recursive: true });
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
