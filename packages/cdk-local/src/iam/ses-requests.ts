import type { SendEmailRequest } from '@aws-sdk/client-sesv2';
import type { AccessRequest } from './request.ts';
import type { ServiceState } from './service-state.ts';

/**
 * Sending is authorised on the sender's identity, the template and the configuration set; with a
 * template, by the older action, too.
 */
export const sesRequests = (
  action: string,
  { FromEmailAddress = '', Content, ConfigurationSetName }: SendEmailRequest,
  { region, account, senderIdentity }: ServiceState,
): readonly AccessRequest[] => {
  const arn = (resource: string) => `arn:aws:ses:${region}:${account}:${resource}`;
  const from = addressOf(FromEmailAddress);
  const template = Content?.Template?.TemplateName;
  const resources = [
    arn(`identity/${senderIdentity(from)}`),
    ...(template === undefined ? [] : [arn(`template/${template}`)]),
    ...(ConfigurationSetName === undefined ? [] : [arn(`configuration-set/${ConfigurationSetName}`)]),
  ];
  const actions = [`ses:${action}`, ...(template === undefined ? [] : ['ses:SendTemplatedEmail'])];
  return resources.flatMap((resource) => actions.map((name) => ({ action: name, resource, context: { 'ses:fromaddress': from } })));
};

const addressOf = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
