import { execFileSync } from 'node:child_process';
import { globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ofType, stacksIn } from './assembly.ts';
import { compileEntries, LIMIT_MS, node, packageScene } from './scene.ts';

const scene = packageScene();
const { folder, app } = scene;

test(
  'cdk synth bundles nothing there: each function is an asset of the package',
  () => {
    const outdir = join(folder, 'whole');
    execFileSync(process.execPath, ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--output', outdir], { cwd: app, stdio: 'pipe' });
    const functions = ofType(stacksIn(outdir).get('Tenantry-dev-Api'), 'AWS::Lambda::Function');
    const shipped = readdirSync(join(app, 'node_modules/tenantry/dist/bundles'));
    expect(functions.length).toBeGreaterThan(40);
    // Two more are for options, and one for tenants that stacks declare.
    expect(readdirSync(outdir).filter((name) => name.startsWith('asset.')).length).toBe(shipped.length - 3);
    expect(readdirSync(outdir)).not.toContain('bundle');
  },
  LIMIT_MS,
);

test('the page of the console is there, whole', () => {
  const page = (root: string) => globSync('*.{html,css,js,svg}', { cwd: join(root, 'local/console/page') }).toSorted(byName);
  expect(page('.')).toContain('index.html');
  expect(page(join(app, 'node_modules/tenantry/dist'))).toEqual(page('.'));
});

const byName = (one: string, other: string): number => (one < other ? -1 : 1);

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

test.each(['typescript-5', 'typescript-6'])(
  '%s knows what the entry points export, and finds what is wrong',
  (compiler) => {
    expect(() => compileEntries(app, compiler)).not.toThrow();
  },
  LIMIT_MS,
);
