import { DELIVERED_NAMES } from '../../functions/events/event-names.ts';
import { CONTRACTS, SLICES } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { dryRunSchema } from '../../functions/shared/endpoint/dry-run.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { componentsOf } from '../documents/schemas.ts';
import { codeSamples } from '../samples/code-samples.ts';
import { sampledOperations } from '../samples/sampled-operations.ts';
import { HEADERS, HEADERS_OF_ALL, SECURITY } from './components.ts';
import { describeDryRun, describeOperation } from './operation.ts';
import { problemExamples, problemSchema } from './problems.ts';
import { CALLBACKS, describeWebhook, webhookEventSchema } from './webhook.ts';

/**
 * Creates the OpenAPI 3.1 description of the API from the contracts and the catalogue of events.
 */
export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    ...INFO,
    title: 'Tenantry',
    summary: 'A self-hosted provisioning API for channel businesses.',
    description: `Partners create sub-partners, resellers create organizations; every change becomes an EventBridge event and a webhook.\n\nErrors are RFC 9457 problems with a stable \`code\`.`,
  },
  servers: [{ url: '/' }],
  tags: [...TAGS, ['Events', 'What webhook endpoints are sent.'] as const].map(([name, description]) => ({ name, description })),
  paths: pathsOf(CONTRACTS, (contract) => ({
    ...describeOperation(contract),
    ...(contract.operationId === 'createWebhook' && { callbacks: CALLBACKS }),
    ...samplesOf(contract),
  })),
  webhooks: Object.fromEntries(DELIVERED_NAMES.map((name) => [name, { post: describeWebhook(name) }])),
  components: {
    ...components(CONTRACTS, [...CONTRACTS.flatMap(({ response }: Contract) => response.schema ?? []), webhookEventSchema]),
    headers: HEADERS,
  },
});

const SAMPLED = sampledOperations(SLICES);

const samplesOf = ({ operationId }: Contract) => {
  const operation = SAMPLED.get(operationId);
  return operation && { 'x-codeSamples': codeSamples(operation) };
};

/**
 * Creates the OpenAPI 3.1 description of dry runs. They have the paths of what they try, and a
 * document of their own: in one, a client could not tell the type of an answer from that of its dry
 * run.
 */
export const dryRunDocument = () => {
  const contracts = CONTRACTS.filter(({ dryRun }: Contract) => dryRun);
  const tags = TAGS.filter(([name]) => contracts.some(({ tag }) => tag === name));
  return {
    openapi: '3.1.0',
    info: { ...INFO, title: 'Tenantry: dry runs', summary: 'What requests would do; nothing is done.' },
    servers: [{ url: '/' }],
    tags: tags.map(([name, description]) => ({ name, description })),
    paths: pathsOf(contracts, describeDryRun),
    components: { ...components(contracts, [dryRunSchema]), headers: HEADERS_OF_ALL },
  };
};

const INFO = { version: packageJson.version, license: { name: 'MIT', identifier: 'MIT' } };

const TAGS = [
  ['Partners', 'A partner can create sub-partners below itself.'],
  ['Contacts', 'The users of a partner.'],
  ['Credentials', 'The passwords and API credentials of partners.'],
  ['Resellers', 'A reseller can create organizations.'],
  ['Organizations', 'The customers of a reseller.'],
  ['System', 'The installation itself.'],
  ['Webhooks', 'Endpoints, and what was sent to them.'],
  ['Event log', 'Who did what, and when.'],
] as const;

const pathsOf = (contracts: readonly Contract[], describe: (contract: Contract) => object) => {
  const byPath = Map.groupBy(contracts, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, ofPath]) => [
      path,
      Object.fromEntries(ofPath.map((contract) => [contract.method.toLowerCase(), describe(contract)])),
    ]),
  );
};

/** The components that the operations of contracts refer to: their bodies, and what is answered. */
const components = (contracts: readonly Contract[], answered: readonly object[]) => {
  const bodies = contracts.flatMap(({ body, documentedBody, query, queryTwins }) => [documentedBody ?? body, queryTwins && query]);
  return {
    schemas: componentsOf([problemSchema, ...bodies.filter((schema) => schema !== undefined), ...answered]),
    examples: problemExamples(contracts),
    securitySchemes: SECURITY,
  };
};
