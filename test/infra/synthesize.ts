import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import { Tenantry } from '../../lib/tenantry.ts';
import { INSTALLATIONS } from './installations.ts';
import { stageConfiguration } from './stage-configuration.ts';

// Synthesises every installation into the folder that it is given, without bundling.
const [folder = ''] = process.argv.slice(2);
for (const [name, { stage, changes }] of Object.entries(INSTALLATIONS)) {
  const context = { ...cdk.context, 'aws:cdk:bundling-stacks': [] };
  // checks.test.ts holds the templates against CloudFormation's schemas.
  const app = new App({ context, outdir: join(folder, name), builtinCloudFormationValidation: false });
  new Tenantry(app, 'Tenantry', { stage, ...stageConfiguration, ...changes });
  app.synth();
}
