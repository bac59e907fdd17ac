import { OPERATIONS } from '../../functions/operations.ts';

const ratePerSecond = { type: 'integer', minimum: 1, maximum: 100_000 } as const;
const burst = { type: 'integer', minimum: 1, maximum: 100_000 } as const;

/** The operations that have a route. */
const ROUTED = OPERATIONS.filter(({ inFallback }) => !inFallback).map(({ contract }) => contract.operationId);

const limits = {
  type: 'object',
  additionalProperties: false,
  required: ['ratePerSecond', 'burst'],
  properties: { ratePerSecond, burst },
} as const;

const throttle = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'The requests of all callers together, except to operations in `routes`.',
  examples: [{ ratePerSecond: 200, burst: 400, routes: { batchOrganizations: { ratePerSecond: 5, burst: 10 } } }],
  properties: {
    ratePerSecond: { ...ratePerSecond, default: 500, description: 'The average rate.' },
    burst: { ...burst, default: 1000, description: 'Requests at once.' },
    routes: {
      type: 'object',
      default: {},
      // A batch takes up to 15 seconds: more than these 5 × 15 + 10 at once would slow down other
      // tenants (docs/operations.md, "Capacity").
      properties: { batchOrganizations: { ...limits, default: { ratePerSecond: 5, burst: 10 } } },
      propertyNames: { type: 'string', enum: ROUTED },
      additionalProperties: limits,
      description: 'Limits of single operations, by `operationId` of [openapi.json](openapi.json).',
    },
  },
} as const;

const cors = {
  type: 'object',
  additionalProperties: false,
  required: ['allowOrigins'],
  description: 'Lets pages of other origins call the API from a browser.',
  examples: [{ allowOrigins: ['https://app.acme.test'] }],
  properties: {
    allowOrigins: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      items: { type: 'string', format: 'origin' },
      description: 'The origins of these pages, or only `*`.',
    },
    maxAgeSeconds: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
      default: 3600,
      description: 'How long a browser caches the answer to a preflight.',
    },
  },
} as const;

const mutualTls = {
  type: 'object',
  additionalProperties: false,
  required: ['truststoreUri'],
  description: 'Only callers with a certificate of the truststore may connect. Needs `disableDefaultEndpoint`.',
  properties: {
    truststoreUri: { type: 'string', format: 's3-uri', description: 'The certificates of the authorities, as PEM.' },
    truststoreVersion: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      description: 'The version of that object. The default is the newest one at the deployment.',
    },
    ownershipCertificateArn: {
      type: 'string',
      format: 'certificate-arn',
      description: 'A public ACM certificate that proves ownership of the domain, if `certificateArn` is imported or private.',
    },
  },
} as const;

const domain = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'certificateArn'],
  description: 'The domain of the API, and the output `ApiUrl`.',
  examples: [
    {
      name: 'api.acme.test',
      certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
      hostedZoneId: 'Z0123456789ABC',
    },
  ],
  properties: {
    name: { type: 'string', format: 'host-name', description: 'The whole name.' },
    certificateArn: { type: 'string', format: 'certificate-arn', description: "Its certificate, in the stacks' Region." },
    hostedZoneId: {
      type: 'string',
      format: 'hosted-zone-id',
      description:
        'The hosted zone for its record. Without it, create the record from the outputs `DomainTarget` and `DomainTargetZoneId`.',
    },
    mutualTls,
  },
} as const;

/** The HTTP API: its limits, its callers' origins and its name. */
export const httpKeys = {
  throttle,
  cors,
  domain,
  disableDefaultEndpoint: {
    type: 'boolean',
    default: false,
    description: "Closes API Gateway's own address: the API answers at its `domain` only.",
    examples: [true],
  },
  referencePage: {
    type: 'boolean',
    default: false,
    description: 'Serves the [reference page](api.md#reference-page) at `/docs`, to everybody who reaches the API.',
    examples: [true],
  },
} as const;
