import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import { addChecks } from '../../lib/checks/checks.ts';
import { Tenantry } from '../../lib/tenantry.ts';
import { acknowledgedIn, isSentence, reportsIn, unneededIn } from './findings.ts';
import { INSTALLATIONS } from './installations.ts';
import { stageConfiguration } from './stage-configuration.ts';
import { waitForThreads } from './threads.ts';

const output = mkdtempSync(join(tmpdir(), 'checks-'));
afterAll(() => rmSync(output, { recursive: true }));
waitForThreads();

const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [] };

/** An app without bundles, as bin/app.ts makes it. */
const appIn = (outdir: string): App => new App({ context, outdir, builtinCloudFormationValidation: false });

describe('an installation as prod with every option and a bus of its own', () => {
  const prod = join(output, 'prod');
  const app = appIn(prod);
  new Tenantry(app, 'Tenantry', { stage: 'prod', ...stageConfiguration, ...INSTALLATIONS.ownBus.changes });
  addChecks(app);
  app.synth();
  const reports = reportsIn(prod);

  it('has no finding of cdk-nag, of the schemas of CloudFormation or of our own rules that is not acknowledged', () => {
    expect(reports).toContainEqual(expect.objectContaining({ pluginName: 'AwsSolutions' }));
    expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('acknowledges nothing that is not found there', () => {
    expect(acknowledgedIn(prod).length).toBeGreaterThan(10);
    expect(unneededIn(prod)).toEqual([]);
  });

  it('says of each finding why it may stand, in a sentence', () => {
    expect(acknowledgedIn(prod).filter(({ reason }) => !isSentence(reason))).toEqual([]);
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
});
