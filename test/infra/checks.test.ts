import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import cdk from '../../cdk.json' with { type: 'json' };
import { addChecks } from '../../lib/checks/checks.ts';
import { Tenantry } from '../../lib/tenantry.ts';
import { acknowledgedIn, findingsOf, isSentence, reportsIn, unneededIn } from './findings.ts';
import { INSTALLATIONS } from './installations.ts';
import { PACK_FINDINGS, type PackFinding } from './pack-findings.ts';
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

  describe('held against the packs of regulated users', () => {
    // They look at the very constructs that were synthesised: another synthesis would be most of
    // the time.
    const packs = [new NIST80053R5Checks(), new HIPAASecurityChecks(), new PCIDSS321Checks(), new ServerlessChecks()];
    const found = packs.flatMap((pack) => findingsOf(pack.validateScope(app)));
    const covers = ({ rule, at }: PackFinding, finding: (typeof found)[number]) => finding.rule.endsWith(`-${rule}`) && at.test(finding.at);

    it('has the findings of NIST 800-53 r5, HIPAA, PCI DSS 3.2.1 and Serverless that are acknowledged, and no other', () => {
      expect(new Set(found.map(({ rule }) => rule.replace(/-.*$/, '')))).toEqual(new Set(packs.map(({ name }) => name)));
      expect(found.filter((finding) => !PACK_FINDINGS.some((known) => covers(known, finding)))).toEqual([]);
    });

    it('acknowledges nothing that is not found there, and says why, in sentences', () => {
      expect(PACK_FINDINGS.filter((known) => !found.some((finding) => covers(known, finding)))).toEqual([]);
      expect(PACK_FINDINGS.filter(({ reason }) => !isSentence(reason))).toEqual([]);
    });
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
