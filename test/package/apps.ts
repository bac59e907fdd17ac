import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sender of the app in docs/package.md. */
export const EMAIL = { from: 'accounts@acme.example', passwordUrl: 'https://id.acme.example/password#' };

const page = readFileSync(join(import.meta.dirname, '../../docs/package.md'), 'utf8');

/** The first block of a language in docs/package.md. */
export const blockOf = (language: string): string => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(page)?.[1] ?? '';

/** An app with a stack of its own around the installation. */
export const COMPOSED = `import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Tenantry } from 'tenantry';

const app = new App();
const alarms = new Stack(app, 'Alarms');
const topic = new Topic(alarms, 'Topic');
const tenantry = new Tenantry(app, 'Tenantry', { stage: 'dev', email: ${JSON.stringify(EMAIL)}, alarmTopicArn: topic.topicArn });
const mine = new Stack(app, 'Mine');
new Rule(mine, 'Rule', { eventBus: tenantry.bus, eventPattern: { source: ['tenantry'] } });
tenantry.table.grantReadData(new Role(mine, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
new CfnOutput(mine, 'Url', { value: tenantry.api.url });
`;

/** What a program imports of each entry point, with lines that must not compile. */
export const ENTRIES = `import { Tenantry, type TenantryProps } from 'tenantry';
import { createTenantryClient } from 'tenantry/client';
import { oncePerEvent } from 'tenantry/consumer';
import { type EventOf, parseEvent } from 'tenantry/events';
import { verifyWebhook } from 'tenantry/receiver';

export const props: TenantryProps = { stage: 'dev', email: { from: 'a@acme.test', passwordUrl: 'https://acme.test/#' } };
// @ts-expect-error there is no such key
export const wrong: TenantryProps = { ...props, colour: 'red' };
export const nameOf = (event: EventOf<'reseller.organization.created'>): string => event.detail.payload.data.name;
export const handler = oncePerEvent(async (event: EventOf<'reseller.organization.created'>) => console.log(nameOf(event)));
// @ts-expect-error there is no such event
export const unknown = oncePerEvent(async (event: EventOf<'reseller.organization.invented'>) => console.log(event));
export const narrowed = (value: unknown): string | undefined => {
  const event = parseEvent(value);
  return event['detail-type'] === 'partner.contact.created' ? event.detail.payload.data.userName : undefined;
};
export const names = async (token: string): Promise<readonly string[]> => {
  const client = createTenantryClient({ url: 'https://api.acme.test', auth: { token } });
  const found: string[] = [];
  for await (const { name } of client.organizations.list({ resellerId: 'acme' })) found.push(name);
  return found;
};
console.log([Tenantry, createTenantryClient, oncePerEvent, parseEvent, verifyWebhook].map((each) => typeof each).join(' '));
`;
