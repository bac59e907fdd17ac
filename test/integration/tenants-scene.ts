import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { handler } from '../../functions/tenants-as-code/on-event.ts';
import type { TenantryApi } from '../../lib/tenants/tenant-api.ts';
import { startHttpApi } from '../clients/http-api.ts';
import { cloudFormation, type TemplateResources } from '../support/cloudformation.ts';
import { providerFramework } from '../support/provider-framework.ts';

/** Declares the tenants of a stack. */
export type Declare = (stack: Stack, api: TenantryApi) => void;

/** Returns the custom resources of a stack with such tenants. */
export const resourcesOf = (url: string, secretArn: string, declare: Declare): TemplateResources => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false } as object);
  const stack = new Stack(app, 'Tenants');
  declare(stack, { url, credentialsSecret: Secret.fromSecretCompleteArn(stack, 'Credentials', secretArn) });
  const { Resources = {} } = Template.fromStack(stack).toJSON() as { readonly Resources?: TemplateResources };
  const tenants = Object.entries(Resources).filter(([, { Type }]) => Type.startsWith('Custom::Tenantry'));
  // By the ids of the constructs, without the hashes of their paths.
  const text = tenants.reduce((shown, [name]) => shown.replaceAll(name, name.slice(0, -8)), JSON.stringify(Object.fromEntries(tenants)));
  return JSON.parse(text) as TemplateResources;
};

/** The API, an issuer of tokens, a secret with credentials, and stacks that are deployed there. */
export const startTenants = async () => {
  const api = await startHttpApi();
  const token = (await api.api.bearer()).replace('Bearer ', '');
  const issuer = await startTokenEndpoint(token);
  const tokenUrl = `http://127.0.0.1:${(issuer.server.address() as AddressInfo).port}/token`;
  api.api.secret.text = JSON.stringify({ clientId: 'deployer', clientSecret: CLIENT_SECRET, tokenUrl });
  const provider = providerFramework(handler);
  return {
    ...{ api, provider, token, tokens: issuer.tokens },
    /** Returns a stack that has nothing yet. */
    newStack: () => {
      const stack = cloudFormation(provider);
      return { ...stack, deploy: (declare: Declare) => stack.deploy(resourcesOf(api.url, api.api.secret.arn, declare)) };
    },
    stop: async () => {
      issuer.server.close();
      await api.stop();
    },
  };
};

export type Tenants = Awaited<ReturnType<typeof startTenants>>;

/** The client secret, which nothing may show. */
export const CLIENT_SECRET = 'the-secret-of-the-deployer';

const startTokenEndpoint = async (token: string): Promise<{ readonly server: Server; readonly tokens: () => number }> => {
  let tokens = 0;
  const expected = `Basic ${btoa(`deployer:${CLIENT_SECRET}`)}`;
  const server = createServer(({ headers }, response) => {
    tokens += 1;
    if (headers.authorization !== expected) return void response.writeHead(401).end('{"error":"invalid_client"}');
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ access_token: token, expires_in: 3600 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, tokens: () => tokens };
};
