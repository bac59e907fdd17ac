import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import { addChecks } from '../../lib/checks.ts';
import { readSettings } from '../../lib/configuration.ts';
import { addInstallation } from '../../lib/installation.ts';
import { INSTALLATIONS } from './installations.ts';
import { stageConfiguration } from './stage-configuration.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly unknown[];
    readonly suppressedViolations: readonly { readonly acknowledgedId: string; readonly acknowledgedAt: string }[];
  }[];
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data: unknown }[]>>;

const output = mkdtempSync(join(tmpdir(), 'checks-'));
afterAll(() => rmSync(output, { recursive: true }));

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

const run = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...variables } });

const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [] };

/** An app without bundles, as bin/app.ts makes it. */
const appIn = (outdir: string): App => new App({ context, outdir, builtinCloudFormationValidation: false });

/** The findings that the constructs of an assembly let stand. */
const acknowledgedIn = (directory: string) =>
  globSync(join(directory, '*.metadata.json'))
    .flatMap((file) => Object.entries(read<Metadata>(file)))
    .flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>).map(([id, reason]) => ({ at: path.slice(1), id, reason }))),
    );

describe('an installation, as `cdk deploy` has the app itself make dev, and as prod with every option and a bus of its own', () => {
  const dev = join(output, 'dev');
  const { status } = run(['bin/app.ts'], { CDK_OUTDIR: dev, CDK_CONTEXT_JSON: JSON.stringify(context) });
  const prod = join(output, 'prod');
  const app = appIn(prod);
  addInstallation(app, readSettings({ stage: 'prod' }, { prod: { ...stageConfiguration, ...INSTALLATIONS.ownBus.changes } }));
  addChecks(app);
  app.synth();
  const reports = [dev, prod].map((directory) => read<Report>(join(directory, 'validation-report.json')).pluginReports);
  const acknowledged = [dev, prod].flatMap(acknowledgedIn);

  it('has no finding of cdk-nag, of the schemas of CloudFormation or of our own rules that is not acknowledged', () => {
    expect(status).toBe(0);
    for (const report of reports) expect(report).toContainEqual(expect.objectContaining({ pluginName: 'AwsSolutions' }));
    expect(reports.flat().flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('acknowledges nothing that is not found there', () => {
    const needed = reports.flat().flatMap(({ suppressedViolations }) => suppressedViolations);
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
    const app = appIn(join(output, 'broken'));
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
