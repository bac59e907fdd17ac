import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import { addChecks } from '../../lib/checks.ts';
import { readSettings } from '../../lib/configuration.ts';
import { addInstallation } from '../../lib/installation.ts';
import { everyOption } from './every-option.ts';
import { stageConfiguration } from './installation-template.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly unknown[];
    readonly suppressedViolations: readonly { readonly acknowledgedId: string; readonly acknowledgedAt: string }[];
  }[];
}

const output = mkdtempSync(join(tmpdir(), 'checks-'));
afterAll(() => rmSync(output, { recursive: true }));

const reportIn = (directory: string) => JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;

const run = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...variables } });

const appWith = (): App => new App({ context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] } });

describe('an installation, as dev without any option and as prod with every one', () => {
  const app = appWith();
  addInstallation(app, readSettings({}, { dev: stageConfiguration }));
  addInstallation(app, readSettings({ stage: 'prod' }, { prod: { ...stageConfiguration, ...everyOption } }));
  addChecks(app);
  const { directory } = app.synth();
  const { pluginReports } = reportIn(directory);
  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>).map(([id, reason]) => ({ at: node.path, id, reason }))),
    );

  it('has no finding of cdk-nag, of the schemas of CloudFormation or of our own rules that is not acknowledged', () => {
    expect(pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('acknowledges nothing that is not found there', () => {
    const needed = pluginReports.flatMap(({ suppressedViolations }) => suppressedViolations);
    const found = new Set(needed.map(({ acknowledgedId, acknowledgedAt }) => `${acknowledgedAt} ${acknowledgedId}`));
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(acknowledged.filter(({ at, id }) => !found.has(`${at} ${id}`))).toEqual([]);
  });

  it('says of each finding why it may stand, in a sentence', () => {
    expect(acknowledged.filter(({ reason }) => !/^[A-Z].{15,}\.$/.test(reason))).toEqual([]);
  });
});

describe('a template that CloudFormation would refuse', () => {
  const broken: readonly (readonly [string, string, object])[] = [
    ["QueueNam: Additional properties are not allowed ('QueueNam' was unexpected", 'AWS::SQS::Queue', { QueueNam: 'misspelled' }],
    ["DelaySeconds: 'soon' is not of type 'integer'", 'AWS::SQS::Queue', { DelaySeconds: 'soon' }],
    ['VisibilityTimeout: 999999 is greater than the maximum of 43200', 'AWS::SQS::Queue', { VisibilityTimeout: 999_999 }],
    ["'Role' is a required property", 'AWS::Lambda::Function', { Code: { ZipFile: 'x' } }],
    ['RetentionInDays: 31 is not one of [1, 3, 5', 'AWS::Logs::LogGroup', { RetentionInDays: 31 }],
    ["Unknown resource type 'AWS::SQS::Qeue'", 'AWS::SQS::Qeue', {}],
    ["Fn::GetAtt references non-existent resource 'Nothing'", 'AWS::SNS::Topic', { TopicName: { 'Fn::GetAtt': ['Nothing', 'Arn'] } }],
    ["ScheduleExpression: 'minutes' is not one of", 'AWS::Events::Rule', { ScheduleExpression: 'rate(1 minutes)' }],
  ];
  const words = (() => {
    const app = appWith();
    const stack = new Stack(app, 'Broken');
    for (const [index, [, type, properties]] of broken.entries())
      new CfnResource(stack, `R${index}`, { type, properties: { ...properties } });
    addChecks(app);
    try {
      app.synth();
      return '';
    } catch (error) {
      return String(error);
    }
  })();

  it.each(broken)('fails the synthesis: %s', (message) => {
    expect(words).toContain(message);
  });

  it('fails `cdk synth`, which names the construct and what is wrong', () => {
    const app = `"${process.execPath}" test/infra/broken-app.ts`;
    const { status, stderr } = run(['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--app', app, '--output', output]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/'QueueNam' was unexpected[\s\S]*Broken\/Queue/) });
  });
});

it('the app itself, as `cdk deploy` runs it, is checked', () => {
  const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [] };
  const { status } = run(['bin/app.ts'], { CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify(context) });
  expect(status).toBe(0);
  expect(reportIn(output).pluginReports).toContainEqual(expect.objectContaining({ pluginName: 'AwsSolutions', violations: [] }));
});
