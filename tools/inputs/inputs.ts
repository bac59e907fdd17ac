import type { Inputs } from './hash-files.ts';

// The second says what is installed, whatever the first asks for.
const PACKAGES = ['package-lock.json', 'node_modules/.package-lock.json'];

const GENERATED = 'functions/generated';

/** The files that decide what `npm run generate -- --validators` writes. */
export const VALIDATOR_INPUTS: Inputs = {
  paths: [
    ...PACKAGES,
    'functions',
    'packages/event-pattern',
    'tools',
    'cli/shared',
    'lib/configuration/nearest-word.ts',
    'docs/openapi.json',
    'docs/asyncapi.json',
  ],
  isExcluded: (path) => path === GENERATED || path.endsWith('.md'),
};

/**
 * The files that decide what a synthesis of the stage `local` writes: all of the project except
 * what it cannot read, because `tenantry.config.ts` may import whatever it likes.
 */
export const SYNTHESIS_INPUTS: Inputs = {
  paths: ['', ...PACKAGES],
  isExcluded: (path) => EXCLUDED.has(path) || path.endsWith('.md'),
};

/** The files of an app that has the package installed: all of its folder that it can be made of. */
export const PROJECT_INPUTS: Inputs = {
  paths: ['', ...PACKAGES],
  isExcluded: (path) => NO_SOURCES.has(path) || path.endsWith('.md'),
};

/** The files of the package's own app: the configuration of the stage `local`. */
export const STAGE_FILE_INPUTS: Inputs = {
  paths: ['tenantry.local.json', ...PACKAGES],
  isExcluded: () => false,
};

const NO_SOURCES = new Set(['.git', '.idea', '.vscode', '.ci', '.tenantry', '.tenantry-data', 'node_modules', 'cdk.out', 'coverage']);

const EXCLUDED = new Set([
  ...NO_SOURCES,
  GENERATED,
  ...['bench', 'emulator', 'events', 'examples', 'findings', 'receiver', 'test', 'testing', 'packages/cdk-local'],
]);
