import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { readSettings, type StageSettings } from '../lib/configuration/configuration.ts';
import { ConfigurationError } from '../lib/configuration/configuration-error.ts';
import { withStageFiles } from '../lib/configuration/configuration-files.ts';
import { addInstallation } from '../lib/installation.ts';
import configurations from '../tenantry.config.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

// The checks hold templates against the same schemas, strictly.
const app = new App({ builtinCloudFormationValidation: false });

const settings = (): StageSettings => {
  try {
    return readSettings(app.node.getAllContext(), withStageFiles(configurations, ROOT));
  } catch (error) {
    // A mistake in the configuration is the operator's to fix: our stack trace would only hide the
    // message.
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
};

const installation = settings();
addInstallation(app, installation);
// They are two thirds of a synthesis: `npm start` need not wait for what CloudFormation would say
// of a stage that is never deployed.
if (installation.stage !== 'local') (await import('../lib/checks/checks.ts')).addChecks(app);
