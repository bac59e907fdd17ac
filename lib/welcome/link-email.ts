import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { CfnTemplate } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface LinkEmailProps {
  readonly configuration: Configuration;
  readonly configurationSetName: string;
  /** The end of the name of the template. */
  readonly name: string;
  readonly text: { readonly subjectPart: string; readonly textPart: string };
}

/** An e-mail with a link to set a password. */
export interface LinkEmail {
  /** The settings of the function that sends it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets a function send it. */
  grantSend(sender: TenantryFunction): void;
}

/** Adds the template of an e-mail to a construct. */
export const addLinkEmail = (scope: Construct, { configuration, configurationSetName, name, text }: LinkEmailProps): LinkEmail => {
  const { from, passwordUrl } = configuration.email;
  const { attrId: template } = new CfnTemplate(scope, 'Template', {
    template: { templateName: `${Stack.of(scope).stackName}-${name}`, ...text },
  });
  return {
    environment: { EMAIL_FROM: from, EMAIL_TEMPLATE: template, EMAIL_CONFIGURATION_SET: configurationSetName, PASSWORD_URL: passwordUrl },
    grantSend: (sender) => grantSending(sender, from, { template, configurationSet: configurationSetName }),
  };
};

// SES authorises a templated `SendEmail` by both actions, and on each of sender, template and
// configuration set.
const ACTIONS = ['ses:SendEmail', 'ses:SendTemplatedEmail'];

interface EmailResources {
  readonly template: string;
  readonly configurationSet: string;
}

const grantSending = (grantee: TenantryFunction, from: string, { template, configurationSet }: EmailResources): void => {
  const arn = (resource: string, resourceName: string) =>
    Stack.of(grantee).formatArn({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  // Either may be verified. The domain would allow every address of it, so the sender is named too.
  const identities = [from, from.slice(from.indexOf('@') + 1)].map((identity) => arn('identity', identity));
  const conditions = { StringEquals: { 'ses:FromAddress': from } };
  Grant.addToPrincipal({ grantee, actions: ACTIONS, resourceArns: identities, conditions });
  const resourceArns = [arn('template', template), arn('configuration-set', configurationSet)];
  Grant.addToPrincipal({ grantee, actions: ACTIONS, resourceArns });
};
