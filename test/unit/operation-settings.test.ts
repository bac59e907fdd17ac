import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { OPERATIONS } from '../../functions/operations.ts';
import { sourceFiles } from './source-files.ts';

const FUNCTIONS = join(import.meta.dirname, '../../functions');

/**
 * A read of an environment variable: `setting('NAME')` in a composition, `read('NAME')` below it.
 * The bundler numbers names that are there twice.
 */
const READ = /\b(?:setting|read)\d*\(["']([A-Z][A-Z0-9_]+)["']\)/g;

const namesIn = (text: string): ReadonlySet<string> => new Set([...text.matchAll(READ)].map(([, name = '']) => name));

/** The variables that a function gets by its access or method, with a grant, or always. */
const NOT_DECLARED =
  /^(?:ANSWER_PREFLIGHTS|INSTALLATION|JWKS_URI|JWT_\w+|PASSWORD_RESET_QUEUE_URL|REFERENCE_PAGE|SIGNING_SECRET_ARN|TABLE_NAME)$/;

/** Bundles each handler with only the code that it can reach. */
const codeOf = (handlers: readonly string[]): ReadonlyMap<string, string> => {
  const { outputFiles } = buildSync({
    absWorkingDir: FUNCTIONS,
    entryPoints: Object.fromEntries(handlers.map((handler) => [handler, `${handler}.ts`])),
    outdir: FUNCTIONS,
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    treeShaking: true,
    logLevel: 'warning',
  });
  return new Map(outputFiles.map(({ path, text }) => [path.slice(FUNCTIONS.length + 1, -'.js'.length), text]));
};

const codes = codeOf(OPERATIONS.map(({ handler }) => handler));

const readBy = (handler: string): ReadonlySet<string> =>
  new Set([...namesIn(codes.get(handler) ?? '')].filter((name) => !NOT_DECLARED.test(name)));

test('reads are found in every form that the sources have', () => {
  const inSources = new Set(sourceFiles().flatMap(({ text }) => [...namesIn(text)]));
  const declared = OPERATIONS.flatMap(({ settings }) => settings);
  expect(declared.filter((name) => !inSources.has(name))).toEqual([]);
  expect(inSources.size).toBeGreaterThan(30);
});

test.each(OPERATIONS.map((operation) => [operation.handler, operation] as const))(
  '%s reads the environment variables that its entry declares, and no other',
  (handler, { settings, contract }) => {
    const implied = contract.events ? ['EVENT_RETENTION_DAYS'] : [];
    expect(readBy(handler)).toEqual(new Set([...settings, ...implied]));
  },
);
