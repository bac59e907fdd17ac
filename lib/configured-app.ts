import { App } from 'aws-cdk-lib';
import { type Configurations, readWritten } from './configuration/configuration.ts';
import { ConfigurationError } from './configuration/configuration-error.ts';
import { withStageFiles } from './configuration/configuration-files.ts';
import { Tenantry, type TenantryProps } from './tenantry.ts';

/** Done with an app before its installation is added; what it returns is done afterwards. */
type Preparation = (app: App, stage: string) => Promise<() => void>;

/**
 * Makes the app with one installation, of the stage that the context names: with its entry here, or
 * its file `tenantry.<stage>.json` in the folder. A configuration that is not valid ends the
 * process with status 1 and a message. CDK writes the app when the process ends.
 */
export const configuredApp = async (configurations: Configurations, folder: string, prepare?: Preparation): Promise<void> => {
  // The checks hold templates against the same schemas, strictly.
  const app = new App({ builtinCloudFormationValidation: false });
  try {
    const { stage, written } = readWritten(app.node.getAllContext(), withStageFiles(configurations, folder));
    const complete = await prepare?.(app, stage);
    new Tenantry(app, 'Tenantry', { stage, ...written } as TenantryProps);
    complete?.();
  } catch (error) {
    // A mistake in the configuration is the operator's to fix: our stack trace would only hide the
    // message.
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
};
