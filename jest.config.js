const parts = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['<rootDir>/scripts/strip-types.jest.mjs', {}] },
};

// Projects of their own have what is synthesised for them: only when one of their tests is among those that run, and once for all of them.
export default {
  projects: [
    {
      ...parts,
      displayName: 'parts',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/infra/', '<rootDir>/test/journeys/', '<rootDir>/test/deployed/'],
    },
    {
      ...parts,
      displayName: 'infra',
      testMatch: ['<rootDir>/test/infra/**/*.test.ts'],
      globalSetup: '<rootDir>/test/infra/setup.ts',
      globalTeardown: '<rootDir>/test/infra/teardown.ts',
    },
    {
      ...parts,
      displayName: 'journeys',
      testMatch: ['<rootDir>/test/journeys/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/journey-setup.ts',
      globalTeardown: '<rootDir>/test/support/journey-teardown.ts',
    },
    // What only a deployment can show: `npm run test:deploy` says where one is.
    ...(process.env.DEPLOYMENT ? [{ ...parts, displayName: 'deployed', testMatch: ['<rootDir>/test/deployed/**/*.test.ts'] }] : []),
  ],
  maxWorkers: 2,
  // A machine under load is no defect: only what hangs is.
  testTimeout: 30_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['functions/**/*.ts', 'lib/**/*.ts', 'local/**/*.ts'],
};
