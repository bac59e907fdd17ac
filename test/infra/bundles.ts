import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Tenantry } from '../../lib/tenantry.ts';
import { providerOf } from '../../lib/tenants/tenant-provider.ts';
import { stageConfiguration } from './stage-configuration.ts';

/**
 * Writes an installation and a stack of tenants, with every function, to a folder, and gives the
 * names of its bundles, which hold their hashes.
 */
export const bundlesIn = (outdir: string): readonly string[] => {
  const app = new App({ outdir });
  new Tenantry(app, 'Tenantry', { stage: 'dev', ...stageConfiguration, signingKeyRotationDays: 90, referencePage: true });
  providerOf(new Stack(app, 'Tenants'));
  // The framework of the CDK is no function of ours.
  return readdirSync(outdir).filter((name) => name.startsWith('asset.') && existsSync(join(outdir, name, 'index.mjs')));
};
