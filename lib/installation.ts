import type { App } from 'aws-cdk-lib';
import { ApiStack } from './api-stack.ts';
import type { StageSettings } from './configuration.ts';
import { DataStack } from './data-stack.ts';

/** Adds the stateful and the stateless stack of one stage to the app. */
export const addInstallation = (app: App, settings: StageSettings): { readonly data: DataStack; readonly api: ApiStack } => {
  const data = new DataStack(app, `Tenantry-${settings.stage}-Data`, settings);
  const api = new ApiStack(app, `Tenantry-${settings.stage}-Api`, {
    ...settings,
    table: data.table,
    bus: data.bus,
    signingSecret: data.signingSecret,
    identity: data.identity,
  });

  return { data, api };
};
