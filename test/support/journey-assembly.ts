import { readAssembly } from '@tenantry/cdk-local/template/assembly';
import { physicalName } from '@tenantry/cdk-local/template/attributes';
import { copyAssembly } from '../../testing/copy-assembly.ts';

// Stands in the synthesised templates where a journey's own receiver will be; the token endpoint of
// OAuth must be https.
const PLACEHOLDER = 'https://receiver.placeholder.test';

/** The secrets of the journeys' webhooks, by their names in Secrets Manager. */
export const WEBHOOK_SECRETS: Readonly<Record<string, string>> = {
  'journey/api-key': 'key-of-the-journey',
  'journey/basic': 'password-of-the-journey',
  'journey/oauth': 'client-secret-of-the-journey',
};

/**
 * One endpoint per way to sign in, on one receiver; between them they also differ in what they
 * subscribe to.
 */
export const JOURNEY_WEBHOOKS = [
  {
    name: 'api-key',
    url: `${PLACEHOLDER}/api-key`,
    events: ['partner.*', 'reseller.*'],
    auth: { type: 'api-key', header: 'Webhook-Token', secret: 'journey/api-key' },
  },
  {
    name: 'basic',
    url: `${PLACEHOLDER}/basic`,
    events: ['reseller.organization.created'],
    auth: { type: 'basic', userName: 'tenantry', secret: 'journey/basic' },
  },
  {
    name: 'oauth',
    url: `${PLACEHOLDER}/oauth`,
    events: ['reseller.organization.*', 'partner.created'],
    auth: { type: 'oauth', clientId: 'tenantry', secret: 'journey/oauth', tokenUrl: `${PLACEHOLDER}/token` },
  },
] as const;

/** Options of the deployment that the runtime has to run with. */
export const JOURNEY_OPTIONS = {
  tags: { purpose: 'journeys' },
  // Rules take effect at once there, unless a journey says otherwise.
  webhookSettleSeconds: 0,
  cors: { allowOrigins: ['https://app.acme.test'] },
  throttle: { routes: { getHealth: { ratePerSecond: 5, burst: 10 } } },
} as const;

/**
 * Copies the run's assembly into `directory` with the receiver's address in its templates; the
 * bundles are linked, not copied.
 */
export const assemblyFor = async (receiverUrl: string, directory: string): Promise<void> => {
  const source = process.env.JOURNEY_ASSEMBLY;
  if (!source) throw new Error('The stack was not synthesised: run the journeys with the jest.config.js of the project');
  await copyAssembly(source, directory, { [PLACEHOLDER]: receiverUrl });
};

/**
 * The name that the runtime gives the one function of an assembly whose logical id begins with
 * `prefix`.
 */
export const functionNameIn = (directory: string, prefix: string): string => {
  const names = readAssembly(directory).flatMap(({ name, template: { Resources = {} } }) =>
    Object.entries(Resources)
      .filter(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(prefix))
      .map(([id, { Type, Properties = {} }]) => physicalName(Type, name, id, Properties)),
  );
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) throw new Error(`${names.length} functions begin with ${prefix}`);
  return name;
};
