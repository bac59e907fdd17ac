import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { type Command, command } from '../support/journey-start.ts';
import { blockOf, COMPOSED, EMAIL, ENTRIES } from './apps.ts';
import { ofType, stacksIn } from './assembly.ts';
import { install, pack, writeFiles } from './workplace.ts';

const ROOT = join(import.meta.dirname, '../..');
const LIMIT_MS = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'tenantry-package-'));
const app = join(folder, 'app');
let tarball = '';
beforeAll(async () => {
  tarball = await pack(folder);
  install(tarball, app);
  writeFiles(app, {
    'cdk.json': blockOf('json'),
    'bin/app.ts': blockOf('ts'),
    'bin/composed.ts': COMPOSED,
  });
}, LIMIT_MS);
afterAll(() => rmSync(folder, { recursive: true }));

const node = (script: string, outdir: string, cwd: string, context: object = {}) =>
  execFileSync(process.execPath, [script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context }) },
  });

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
  'cdk synth bundles nothing there: each function is an asset of the package',
  () => {
    const outdir = join(folder, 'whole');
    execFileSync(process.execPath, ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--output', outdir], { cwd: app, stdio: 'pipe' });
    const functions = ofType(stacksIn(outdir).get('Tenantry-dev-Api'), 'AWS::Lambda::Function');
    const shipped = readdirSync(join(app, 'node_modules/tenantry/dist/bundles'));
    expect(functions.length).toBeGreaterThan(40);
    // One more is for an option, and one for tenants that stacks declare.
    expect(readdirSync(outdir).filter((name) => name.startsWith('asset.')).length).toBe(shipped.length - 2);
    expect(readdirSync(outdir)).not.toContain('bundle');
  },
  LIMIT_MS,
);

test(
  "a user's own stacks take the bus, the table, the URL and give a topic for alarms",
  () => {
    const outdir = join(folder, 'composed');
    node('bin/composed.ts', outdir, app);
    const stacks = stacksIn(outdir);
    const mine = JSON.stringify(stacks.get('Mine'));
    expect(mine).toMatch(/Fn::ImportValue":"Tenantry-dev-Data:ExportsOutput[^"]*Table/);
    expect(mine).toMatch(/Fn::ImportValue":"Tenantry-dev-Api:ExportsOutput[^"]*HttpApi/);
    const alarms = ofType(stacks.get('Tenantry-dev-Api'), 'AWS::CloudWatch::Alarm');
    const actions = alarms.flatMap(({ Properties }) => Properties.AlarmActions ?? []);
    expect(actions.length).toBeGreaterThan(10);
    for (const action of actions) expect(JSON.stringify(action)).toMatch(/Fn::ImportValue":"Alarms:ExportsOutput/);
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

describe('the entry points', () => {
  beforeAll(() => writeFiles(app, { 'entries.ts': ENTRIES }));

  test('are there', () => {
    expect(node('entries.ts', join(folder, 'none'), app)).toBe('function function function function\n');
  });

  test.each(['typescript-5', 'typescript-6', 'typescript'])(
    '%s knows what they export, and finds what is wrong',
    (compiler) => {
      const options = [
        '--noEmit',
        '--strict',
        '--exactOptionalPropertyTypes',
        '--skipLibCheck',
        '--module',
        'nodenext',
        '--target',
        'es2022',
      ];
      const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
      const run = () =>
        execFileSync(process.execPath, [join(ROOT, 'node_modules', compiler, 'bin/tsc'), ...options, ...types, 'entries.ts'], { cwd: app });
      expect(run).not.toThrow();
    },
    LIMIT_MS,
  );
});

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
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    expect(result.types).toMatchObject({ kind: 'included' });
    // CommonJS gets it by `import()`, or by `require` of an ES module; `node10` knows no exports.
    const problems = 'problems' in result ? result.problems : [];
    expect(problems.filter(({ kind }) => !['CJSResolvesToESM', 'NoResolution'].includes(kind))).toEqual([]);
  },
  LIMIT_MS,
);
