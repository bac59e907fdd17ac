import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import { Tenantry } from '../../lib/tenantry.ts';
import { INSTALLATIONS } from './installations.ts';
import { stageConfiguration } from './stage-configuration.ts';

/**
 * Synthesises every installation once for all tests of the run, without bundling; loading the CDK
 * in each of them took most of their time.
 */
export default async function setUp(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'tenantry-infra-'));
  process.env.INFRA_ASSEMBLIES = directory;
  for (const [name, { stage, changes }] of Object.entries(INSTALLATIONS)) {
    const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [] };
    // checks.test.ts holds the templates against CloudFormation's schemas.
    const app = new App({ context, outdir: join(directory, name), builtinCloudFormationValidation: false });
    new Tenantry(app, 'Tenantry', { stage, ...stageConfiguration, ...changes });
    app.synth();
  }
}
