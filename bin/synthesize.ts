import { fileURLToPath } from 'node:url';
import { useBundles } from '../lib/base/code-of.ts';
import { configuredApp } from '../lib/configured-app.ts';
import configurations from '../tenantry.config.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Adds everything to an app, which CDK writes when this process ends. */
export const synthesize = (bundles: Promise<string | undefined>): Promise<void> =>
  configuredApp(configurations, ROOT, async (app, stage) => {
    // They are two thirds of a synthesis: `npm start` need not wait for what CloudFormation would
    // say of a stage that is never deployed.
    const checks = stage === 'local' ? undefined : await import('../lib/checks/checks.ts');
    const folder = await bundles;
    if (folder !== undefined) useBundles(app, folder);
    // They begin to load the schemas of all that is in the app.
    return () => checks?.addChecks(app);
  });
