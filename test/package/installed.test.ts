import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { type Command, command } from '../support/journey-start.ts';
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
  'the entry points are there, and TypeScript knows what they export',
  () => {
    expect(node('entries.ts', join(folder, 'none'), app)).toBe('function function function function\n');
    expect(() => compileEntries(app, 'typescript')).not.toThrow();
  },
  LIMIT_MS,
);

describe('tenantry start, in the folder of the app', () => {
  let started: Command;
  afterAll(() => started.stop());

  test(
    'runs its installation on this machine',
    async () => {
      started = command(process.execPath, ['node_modules/tenantry/dist/cli/tenantry.js', 'start'], { PORT: '0' }, app);
      const printed = await started.printed(/is ready at http:\/\/127\.0\.0\.1:\d+/);
      const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      const answer = await fetch(`${url}/healthz`);
      expect(answer.status).toBe(200);
      expect(readdirSync(join(app, '.tenantry'))).toContain('signing-key.json');
    },
    LIMIT_MS,
  );
});

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
