import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { EMAIL } from './apps.ts';
import { stacksIn } from './assembly.ts';
import { compileEntries, LIMIT_MS, node, packageScene } from './scene.ts';
import { writeFiles } from './workplace.ts';

const scene = packageScene();
const { folder, app, root: ROOT } = scene;

test(
  'an app of five lines synthesises the stacks that the repository synthesises',
  () => {
    node('bin/app.ts', join(folder, 'theirs'), app);
    node(join(ROOT, 'bin/app.ts'), join(folder, 'ours'), ROOT, { 'tenantry:email': JSON.stringify(EMAIL) });
    const [theirs, ours] = [stacksIn(join(folder, 'theirs')), stacksIn(join(folder, 'ours'))];
    expect([...theirs.keys()]).toEqual(['Tenantry-dev-Data', 'Tenantry-dev-Api']);
    expect(theirs).toEqual(ours);
  },
  LIMIT_MS,
);

test(
  'a property that is not valid is named',
  () => {
    writeFiles(app, {
      'bin/wrong.ts': `import { App } from 'aws-cdk-lib';
import { ConfigurationError, Tenantry } from 'tenantry';
try {
  new Tenantry(new App(), 'Tenantry', { stage: 'dev', email: ${JSON.stringify(EMAIL)}, restoreDays: 0 });
} catch (error) {
  if (error instanceof ConfigurationError) console.log(error.message);
}
`,
    });
    expect(node('bin/wrong.ts', join(folder, 'wrong'), app)).toMatch(/stage "dev" is not valid:\n {2}restoreDays = 0: must be >= 1/);
  },
  LIMIT_MS,
);

test(
  'TypeScript knows what the entry points export',
  () => {
    expect(() => compileEntries(app, 'typescript')).not.toThrow();
  },
  LIMIT_MS,
);

test(
  'publint finds nothing',
  async () => {
    const { messages } = await publint({ pkgDir: join(app, 'node_modules/tenantry'), strict: true });
    expect(messages).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'are the types wrong? No, for every module resolution that an ES module can have',
  async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(scene.tarball)));
    expect(result.types).toMatchObject({ kind: 'included' });
    // CommonJS gets it by `import()`, or by `require` of an ES module; `node10` knows no exports.
    const problems = 'problems' in result ? result.problems : [];
    expect(problems.filter(({ kind }) => !['CJSResolvesToESM', 'NoResolution'].includes(kind))).toEqual([]);
  },
  LIMIT_MS,
);
