import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { probeTemplate } from '../../cli/first-hour/template.ts';
import { StrictTemplates } from '../../lib/checks/strict-templates.ts';

const outdir = mkdtempSync(join(tmpdir(), 'first-hour-'));
afterAll(() => rmSync(outdir, { recursive: true }));

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly unknown[] }[];
}

test("the stack of what the questions need is one that CloudFormation's schemas take", () => {
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  Validations.of(app).addPlugins(new StrictTemplates());
  const stack = new Stack(app, 'Probe');
  new CfnParameter(stack, 'KeyEnabled', { default: 'true' });
  for (const [id, { Type, Properties = {} }] of Object.entries(probeTemplate('tenantry-first-hour').Resources))
    new CfnResource(stack, id, { type: Type, properties: Properties });
  app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
  expect(pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
});
