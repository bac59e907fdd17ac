import { fileURLToPath } from 'node:url';
import { configuredApp } from '../lib/configured-app.ts';
import configurations from '../tenantry.config.ts';

const { app, stage } = configuredApp(configurations, fileURLToPath(new URL('..', import.meta.url)));

// They are two thirds of a synthesis: `npm start` need not wait for what CloudFormation would say
// of a stage that is never deployed.
if (stage !== 'local') (await import('../lib/checks/checks.ts')).addChecks(app);
