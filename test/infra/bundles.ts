import { readdirSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Tenantry } from '../../lib/tenantry.ts';
import { stageConfiguration } from './stage-configuration.ts';

/**
 * Writes an installation with every function to a folder, and gives the names of its bundles, which
 * hold their hashes.
 */
export const bundlesIn = (outdir: string): readonly string[] => {
  new Tenantry(new App({ outdir }), 'Tenantry', { stage: 'dev', ...stageConfiguration, signingKeyRotationDays: 90 });
  return readdirSync(outdir).filter((name) => name.startsWith('asset.'));
};
