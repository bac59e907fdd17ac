import { App } from 'aws-cdk-lib';
import { HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import cdk from '../../cdk.json' with { type: 'json' };
import { Tenantry } from '../../lib/tenantry.ts';
import { findingsOf, isSentence } from './findings.ts';
import { INSTALLATIONS } from './installations.ts';
import { PACK_FINDINGS, type PackFinding } from './pack-findings.ts';
import { stageConfiguration } from './stage-configuration.ts';

describe('an installation as prod with every option, held against the packs of regulated users', () => {
  const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, builtinCloudFormationValidation: false });
  new Tenantry(app, 'Tenantry', { stage: 'prod', ...stageConfiguration, ...INSTALLATIONS.ownBus.changes });
  app.synth();
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
