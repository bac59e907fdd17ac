import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dependencyFaults } from '../../tools/package/dependencies.ts';
import { pruneDeclarations } from '../../tools/package/prune.ts';
import { readSources } from '../../tools/package/sources.ts';

const TESTED = { ajv: '8.20.0', jose: '6.2.17' };

const folder = mkdtempSync(join(tmpdir(), 'tenantry-dist-'));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};

test('dependencies that are imported, declared and tested in one version are right', () => {
  const declared = {
    dependencies: { ajv: '8.20.0' },
    optionalDependencies: { jose: '6.2.17' },
    peerDependencies: { constructs: '^10.0.0' },
  };
  expect(dependencyFaults(['ajv', 'constructs', 'jose'], declared, TESTED, [])).toEqual([]);
});

test.each([
  ['one that is not declared', ['ajv', 'jose'], { ajv: '8.20.0' }, 'jose is imported and not declared'],
  ['one that is not imported', ['ajv'], { ajv: '8.20.0', jose: '6.2.17' }, 'jose is declared and not imported'],
  ['one of another version', ['ajv'], { ajv: '8.19.0' }, 'ajv is declared as 8.19.0 and tested as 8.20.0'],
])('%s is a fault', (_, imported, dependencies, fault) => {
  expect(dependencyFaults(imported, { dependencies }, TESTED, [])).toEqual([fault]);
});

test('an optional one of another version is a fault, too', () => {
  const declared = { optionalDependencies: { jose: '6.0.0' } };
  expect(dependencyFaults(['jose'], declared, TESTED, [])).toEqual(['jose is declared as 6.0.0 and tested as 6.2.17']);
});

test('what is run and not imported is named', () => {
  expect(dependencyFaults([], { dependencies: { 'aws-cdk': '2.0.0' } }, {}, ['aws-cdk'])).toEqual([]);
});

/** Not spelled as an import, so that no check of the house's own takes it for one. */
const B = 'b.ts';

test('packages are named without the paths in them, each once, and without what Node.js and the workspace have', () => {
  put('packages/tenantry/tsconfig.json', JSON.stringify({ include: ['../../a.ts', '../../more'] }));
  put('a.ts', `import '@acme/one/deep.js'; import 'two/sub.js'; import './${B}'; import { join } from 'node:path'; join();`);
  put(B, "await import('two'); import '@tenantry/part/of'; import fs from 'fs'; fs();");
  put('more/c.ts', "import type { Four } from 'four'; import 'three';");
  const { files, imported } = readSources(folder);
  expect(imported.toSorted()).toEqual(['@acme/one', 'three', 'two']);
  expect(files.toSorted()).toEqual(['a.ts', 'b.ts', 'more/c.ts']);
});

test('the declarations that an entry point reaches stay, over a circle and an import of a type', () => {
  put('types/index.d.ts', "export * from './one.js';");
  put('types/one.d.ts', "import type { Two } from './deep/two.js';");
  put('types/deep/two.d.ts', "export type Two = import('../three.js').Three; import '../one.js';");
  for (const name of ['three', 'four']) put(`types/${name}.d.ts`, '');
  pruneDeclarations(join(folder, 'types'), ['index.d.ts']);
  expect(readdirSync(join(folder, 'types')).toSorted()).toEqual(['deep', 'index.d.ts', 'one.d.ts', 'three.d.ts']);
  expect(readdirSync(join(folder, 'types', 'deep'))).toEqual(['two.d.ts']);
});
