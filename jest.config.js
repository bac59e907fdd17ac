const parts = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['<rootDir>/scripts/strip-types.jest.mjs', {}] },
};

// Two projects, so that the stack is synthesised only when a journey is among the tests that run.
export default {
  projects: [
    {
      ...parts,
      displayName: 'parts',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/journeys/', '<rootDir>/test/deployed/'],
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
