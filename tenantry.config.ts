import type { Configurations } from './lib/configuration.ts';

/** One entry per stage, picked with `-c stage=<name>`. Every key is described in lib/configuration-schema.ts. */
export default {
  dev: {
    jwt: {
      issuer: 'https://identity.example.com',
      audience: 'tenantry',
      jwksUri: 'https://identity.example.com/.well-known/jwks.json',
    },
  },
  prod: {
    jwt: {
      issuer: 'https://identity.example.com',
      audience: 'tenantry',
      jwksUri: 'https://identity.example.com/.well-known/jwks.json',
    },
    webhooks: [],
  },
} satisfies Configurations;
