import { App } from 'aws-cdk-lib';
import { addChecks } from '../lib/checks.ts';
import { readSettings, type StageSettings } from '../lib/configuration.ts';
import { ConfigurationError } from '../lib/configuration-error.ts';
import { addInstallation } from '../lib/installation.ts';
import configurations from '../tenantry.config.ts';

const app = new App();

const settings = (): StageSettings => {
  try {
    return readSettings(app.node.getAllContext(), configurations);
  } catch (error) {
    // A mistake in the configuration is the operator's to mend: a stack of ours would only hide the message.
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
};

addInstallation(app, settings());
addChecks(app);
