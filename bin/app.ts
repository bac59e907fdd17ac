import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { addChecks } from '../lib/checks.ts';
import { readSettings, type StageSettings } from '../lib/configuration.ts';
import { ConfigurationError } from '../lib/configuration-error.ts';
import { withStageFiles } from '../lib/configuration-files.ts';
import { addInstallation } from '../lib/installation.ts';
import configurations from '../tenantry.config.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const app = new App();

const settings = (): StageSettings => {
  try {
    return readSettings(app.node.getAllContext(), withStageFiles(configurations, ROOT));
  } catch (error) {
    // A mistake in the configuration is the operator's to mend: a stack of ours would only hide the message.
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
};

addInstallation(app, settings());
addChecks(app);
