import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The processes that tests start compile each file once for all of them.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compile', import.meta.url));

// What looks for rare orders by trying many, kills processes, or takes long for what others show,
// too, has a run of its own: `npm run test:long`.
const LONG = [
  ...[
    'batch-dry-run',
    'broken-services',
    'cognito-commands',
    'deactivation-under-load',
    'hierarchy-chaos',
    'late-commits',
    'limit-events',
    'limit-schedules',
    'organization-chaos',
    'organization-names',
    'organization-search',
    'reseller-list',
    'sign-in-clock',
    'slow-table',
    'tenants-drift',
    'webhook-reconciler-kills',
  ].map((name) => `integration/${name}`),
  ...['external-id', 'move', 'organization-name', 'organization-put', 'organization-undo', 'reseller', 'webhook-reconciler'].map(
    (name) => `integration/${name}-races`,
  ),
  ...[
    'backfill',
    'canary',
    'concurrency',
    'console-browser',
    'console-faults',
    'contacts',
    'crash',
    'credentials',
    'delivery',
    'doctor',
    'drills',
    'dry-run',
    'export',
    'export-changes',
    'grants',
    'grants-withheld',
    'isolation',
    'limits',
    'listen',
    'loaded-modules',
    'organizations',
    'organizations-batch',
    'organizations-put',
    'organizations-routes',
    'organizations-undo',
    'partners-change',
    'partners-list',
    'partners-move',
    'passwords',
    'publisher',
    'redrive',
    'reference',
    'resellers',
    'secrets',
    'seed',
    'start-again',
    'subscriptions',
    'tenants-as-code',
    'webhook-failures',
    'webhook-removal',
    'webhook-suspension',
  ].map((name) => `journeys/${name}`),
  ...[
    'infra/bundle-places',
    'infra/checks-dev',
    'infra/checks-packs',
    'infra/readable-stack',
    'tools/supply-chain',
    'unit/contributing-field',
    'unit/contributing-operation',
    'local/synthesize',
    'local/welcome',
    'cli/backfill-table',
    'cli/export-memory',
    'cli/export-stops',
    'cli/first-hour-template',
    'cli/import',
    'cli/import-files',
    'cli/import-interrupt',
    'cli/import-resume',
    'cli/import-stops',
    'cli/import-token',
    'cli/import-whole-file',
    'cli/orphaned-endpoints',
    'cli/rotate-signing-key',
    'prove/porcupine',
    'receiver/go',
    'clients/client-bundle',
    'clients/samples',
    'engines/event-ruler',
    'engines/iam-simulate',
    'events/typescript',
    'infra/template-checker',
    'package/composed',
    'package/installed',
    'package/tutorial',
    'receiver/vectors',
    'subscription/other-account',
    'receiver/languages',
    'upgrade/record',
    'unit/shared/key-encoding',
  ],
]
  .map((name) => `<rootDir>/test/${name}.test.ts`)
  .concat(['lambda-isolation', 'pattern-bounds', 'runtime-kills'].map((name) => `<rootDir>/packages/cdk-local/test/${name}.test.ts`));
const isLong = process.env.TEST_LONG !== undefined;
// A run against a deployment names its files itself.
const isDeployed = process.env.DEPLOYMENT !== undefined;
const INFRA = '<rootDir>/test/infra/';
// It looks into the templates that are synthesised for those of `test/infra`.
const STACKS = '<rootDir>/test/upgrade/stacks.test.ts';
const JOURNEYS = '<rootDir>/test/journeys/';
// Builds the package; `npm run test:package` runs those that take long.
const PACKAGE = '<rootDir>/test/package/';
// Needs Python, and packages that `npm run test:python` installs. The samples are for the long run.
const PYTHON = ['python', 'python-package', 'python-samples'].map((name) => `<rootDir>/test/clients/${name}.test.ts`);
/** The files of a project, and those of them that are left to the other run. */
const select = (testMatch, ignored, long) =>
  isLong ? { testMatch: long } : { testMatch, testPathIgnorePatterns: ['/node_modules/', ...ignored, ...(isDeployed ? [] : long)] };

const parts = {
  // It has the name of the repository's own.
  modulePathIgnorePatterns: ['<rootDir>/packages/tenantry/'],
  testEnvironment: '<rootDir>/tools/node-environment.ts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['<rootDir>/tools/strip-types.jest.mjs', {}] },
};

// The functions' own code runs on the engine that their bundles have, not on the SDK, unless
// TEST_SDK is set. The embedded runtime and the commands, which use the SDK, only use the engine
// for the table.
const onEngine = (packages) =>
  process.env.TEST_SDK === undefined && { moduleNameMapper: { [`^@aws-sdk/(${packages})$`]: '<rootDir>/packages/aws-engine/src/$1.ts' } };
const TABLE = '(?:client|lib|util)-dynamodb';
const ALL_SERVICES = globSync('{client,lib,util}-*.ts', { cwd: fileURLToPath(new URL('packages/aws-engine/src', import.meta.url)) })
  .map((file) => file.slice(0, -'.ts'.length))
  .join('|');
const OF_FUNCTIONS = ['unit', 'integration', 'upgrade'].map((folder) => `<rootDir>/test/${folder}/`);
// These compare the two, or test commands and functions of consumers, which run on the SDK.
const SDK_LONG_ONLY = ['endpoints', ...['eventbridge', 'secrets-manager', 'sesv2', 'sqs'].map((service) => `differential-${service}`)].map(
  (name) => `<rootDir>/packages/aws-engine/test/${name}.test.ts`,
);
const SDK_LONG = ['<rootDir>/packages/aws-engine/test/differential.test.ts', ...SDK_LONG_ONLY];
const ON_SDK = ['packages/aws-engine/test/', 'test/unit/shared/aws-client', 'test/cli/doctor', 'test/consumer/'];

// Projects of their own have what is synthesised for them: only when one of their tests is among
// those that run, and once for all of them.
export default {
  projects: [
    {
      ...parts,
      ...onEngine(ALL_SERVICES),
      displayName: 'parts',
      ...select(
        OF_FUNCTIONS.map((folder) => `${folder}**/*.test.ts`),
        [...ON_SDK, STACKS],
        LONG.filter((file) => OF_FUNCTIONS.some((folder) => file.startsWith(folder))),
      ),
    },
    {
      ...parts,
      ...onEngine(TABLE),
      displayName: 'parts',
      ...select(
        ['<rootDir>/test/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts'],
        [...OF_FUNCTIONS, INFRA, JOURNEYS, '<rootDir>/test/deployed/', PACKAGE, ...PYTHON, ...ON_SDK],
        LONG.filter((file) => ![...OF_FUNCTIONS, INFRA, JOURNEYS, PACKAGE].some((folder) => file.startsWith(folder))),
      ),
    },
    {
      ...parts,
      displayName: 'sdk',
      ...(isLong
        ? { testMatch: SDK_LONG }
        : { testMatch: ON_SDK.map((path) => `<rootDir>/${path}*.test.ts`), testPathIgnorePatterns: SDK_LONG_ONLY }),
    },
    {
      ...parts,
      displayName: 'infra',
      testEnvironment: '<rootDir>/test/infra/environment.ts',
      ...select(
        ['<rootDir>/test/infra/**/*.test.ts', STACKS],
        [],
        LONG.filter((file) => file.startsWith(INFRA)),
      ),
      globalSetup: '<rootDir>/test/infra/setup.ts',
      globalTeardown: '<rootDir>/test/infra/teardown.ts',
    },
    {
      ...parts,
      displayName: 'journeys',
      testEnvironment: '<rootDir>/test/support/journey-environment.ts',
      ...select(
        ['<rootDir>/test/journeys/**/*.test.ts'],
        [],
        LONG.filter((file) => file.startsWith(JOURNEYS)),
      ),
      globalSetup: '<rootDir>/test/support/journey-setup.ts',
      globalTeardown: '<rootDir>/test/support/journey-teardown.ts',
    },
    // What only a deployment can show: `npm run test:deploy` says where one is.
    ...(isDeployed ? [{ ...parts, displayName: 'deployed', testMatch: ['<rootDir>/test/deployed/**/*.test.ts'] }] : []),
    {
      ...parts,
      displayName: 'package',
      ...select(
        [`${PACKAGE}**/*.test.ts`],
        [],
        LONG.filter((file) => file.startsWith(PACKAGE)),
      ),
    },
    ...(process.env.TEST_PYTHON === undefined
      ? []
      : [{ ...parts, displayName: 'python', testMatch: isLong ? PYTHON : PYTHON.slice(0, 2) }]),
  ],
  // V8's cache of compiled scripts holds on to whole files that are done: without the flag
  // `--no-compilation-cache` of `npm test` a worker ends with 2 GB, and collects garbage for a third
  // of its time.
  // Modules that are loaded anew for each file are young garbage: `--max-semi-space-size=64` saves a
  // tenth of the processor time.
  // Three on two cores: a worker waits for processes that its tests start half of its time.
  maxWorkers: 3,
  testSequencer: '<rootDir>/tools/longest-first.jest.mjs',
  // A machine under load is no defect: only what hangs is.
  testTimeout: 30_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['functions/**/*.ts', 'lib/**/*.ts', 'local/**/*.ts', 'packages/*/src/**/*.ts'],
};
