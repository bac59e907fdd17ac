import { dependencyFaults } from '../../tools/package/dependencies.ts';

const TESTED = { ajv: '8.20.0', jose: '6.2.17' };

test('dependencies that are imported, declared and tested in one version are right', () => {
  const declared = { dependencies: { ajv: '8.20.0' }, peerDependencies: { constructs: '^10.0.0' } };
  expect(dependencyFaults(['ajv', 'constructs'], declared, TESTED, [])).toEqual([]);
});

test.each([
  ['one that is not declared', ['ajv', 'jose'], { ajv: '8.20.0' }, 'jose is imported and not declared'],
  ['one that is not imported', ['ajv'], { ajv: '8.20.0', jose: '6.2.17' }, 'jose is declared and not imported'],
  ['one of another version', ['ajv'], { ajv: '8.19.0' }, 'ajv is declared as 8.19.0 and tested as 8.20.0'],
])('%s is a fault', (_, imported, dependencies, fault) => {
  expect(dependencyFaults(imported, { dependencies }, TESTED, [])).toEqual([fault]);
});

test('what is run and not imported is named', () => {
  expect(dependencyFaults([], { dependencies: { 'aws-cdk': '2.0.0' } }, {}, ['aws-cdk'])).toEqual([]);
});
