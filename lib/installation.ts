import type { App, Stack, StackProps } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { ApiStack } from './api-stack.ts';
import { stackName } from './base/stack-names.ts';
import type { StageSettings } from './configuration/configuration.ts';
import type { Configuration } from './configuration/configuration-schema.ts';
import { DataStack } from './data-stack.ts';

/** Adds the stateful and the stateless stack of one stage to the app. */
export const addInstallation = (app: App, settings: StageSettings): { readonly data: DataStack; readonly api: ApiStack } => {
  const { configuration } = settings;
  const shared = { ...settings, ...stackPropsOf(configuration) };
  const data = new DataStack(app, stackName(configuration.installation, 'Data'), shared);
  const api = new ApiStack(app, stackName(configuration.installation, 'Api'), {
    ...shared,
    table: data.table,
    bus: data.bus,
    busDeadLetters: data.busDeadLetters,
    signingSecret: data.signingSecret,
    identity: data.identity,
    backupVaultName: data.backupVaultName,
  });
  for (const stack of [data, api]) applyBoundary(stack, configuration);

  return { data, api };
};

const stackPropsOf = ({ account, region, tags, terminationProtection }: Configuration): StackProps => ({
  env: { ...(account !== undefined && { account }), ...(region !== undefined && { region }) },
  tags: { ...tags },
  terminationProtection,
});

const applyBoundary = (stack: Stack, { permissionsBoundaryArn }: Configuration): void => {
  if (permissionsBoundaryArn === undefined) return;
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyArn(stack, 'PermissionsBoundary', permissionsBoundaryArn));
};
