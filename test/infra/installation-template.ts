import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../cdk.json' with { type: 'json' };
import { readSettings } from '../../lib/configuration.ts';
import type { StageConfiguration } from '../../lib/configuration-schema.ts';
import { DataStack } from '../../lib/data-stack.ts';
import { addInstallation } from '../../lib/installation.ts';

/** A resource of a template, as far as tests look into it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** An issuer of one's own. */
export const jwt: NonNullable<StageConfiguration['jwt']> = {
  issuer: 'https://id.acme.test',
  audience: 'tenantry',
  jwksUri: 'https://id.acme.test/jwks.json',
};

/** A configuration with one webhook of every kind of authorisation, and the user pool that an installation has by default. */
export const stageConfiguration: StageConfiguration = {
  email: { from: 'accounts@acme.test', passwordUrl: 'https://id.acme.test/password#' },
  webhooks: [
    {
      name: 'billing',
      url: 'https://billing.acme.test/hooks',
      events: ['partner.created', 'reseller.*'],
      auth: { type: 'api-key', header: 'X-Api-Key', secret: 'tenantry/billing' },
      ratePerSecond: 10,
    },
    {
      name: 'crm',
      url: 'https://crm.acme.test/',
      events: ['reseller.created'],
      auth: { type: 'basic', userName: 'tenantry', secret: 'tenantry/crm' },
    },
    {
      name: 'erp',
      url: 'https://erp.acme.test/',
      events: ['partner.*'],
      auth: { type: 'oauth', clientId: 'tenantry', secret: 'tenantry/erp', tokenUrl: 'https://id.acme.test/token', scope: 'hooks' },
    },
  ],
  alarmTopicArn: 'arn:aws:sns:eu-west-1:111111111111:alarms',
};

/** Synthesises both stacks of a stage without bundling; `changes` stand over the configuration. */
export const templatesOf = (
  stage: string,
  changes: Partial<StageConfiguration> = {},
): { readonly data: Template; readonly api: Template } => {
  const { data, api } = stacksOf(stage, changes);
  return { data: Template.fromStack(data), api: Template.fromStack(api) };
};

/** Synthesises the data stack of a stage alone; `changes` stand over the configuration. */
export const dataTemplateOf = (stage: string, changes: Partial<StageConfiguration>): Template => {
  const settings = readSettings({ stage }, { [stage]: { ...stageConfiguration, ...changes } });
  return Template.fromStack(new DataStack(newApp(), settings.configuration.installation, settings));
};

/** Both stacks of a stage without bundling, not synthesised yet; `changes` stand over the configuration. */
export const stacksOf = (stage: string, changes: Partial<StageConfiguration> = {}): ReturnType<typeof addInstallation> => {
  return addInstallation(newApp(), readSettings({ stage }, { [stage]: { ...stageConfiguration, ...changes } }));
};

// checks.test.ts holds the templates against CloudFormation's schemas, once for all.
const newApp = (): App => new App({ context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false });

/** The resources of a type by logical id. */
export const resourcesOf = (template: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template.findResources(type) as Record<string, Resource>);
