import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OPERATIONS } from '../../functions/operations.ts';

const FUNCTIONS = fileURLToPath(new URL('../../functions', import.meta.url));

/** A file under functions/, without its extension. */
export type EntryPoint = `${string}/${string}`;

// The fallback function has theirs.
const WITHOUT_FUNCTION = OPERATIONS.filter(({ inFallback }) => inFallback).map(({ handler }): string => handler);

/**
 * Every Lambda function: the files that export a `handler`. A registry names those of operations, a
 * construct each of the others.
 */
export const ENTRY_POINTS: readonly string[] = globSync('*/**/*.ts', { cwd: FUNCTIONS, exclude: ['generated/**'] })
  .filter((file) => /^export const handler\b/m.test(readFileSync(join(FUNCTIONS, file), 'utf8')))
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((entry) => !WITHOUT_FUNCTION.includes(entry))
  .toSorted();

/** The functions of an installation; the others are those of stacks that declare tenants. */
export const INSTALLED_ENTRY_POINTS = ENTRY_POINTS.filter((entry) => !entry.startsWith('tenants-as-code/'));

/** Returns the folder of a function's bundle, in the folder of all bundles. */
export const bundleFolder = (entry: string): string => entry.replaceAll('/', '-');
