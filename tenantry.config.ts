import type { Configurations } from './lib/configuration.ts';

/** One entry per stage, picked with `-c stage=<name>`. Every key is in docs/configuration.md. */
export default {
  dev: {
    jwt: {
      issuer: 'https://identity.example.com',
      audience: 'tenantry',
      jwksUri: 'https://identity.example.com/.well-known/jwks.json',
    },
    email: { from: 'accounts@example.com', passwordUrl: 'https://accounts.example.com/password#' },
  },
  prod: {
    jwt: {
      issuer: 'https://identity.example.com',
      audience: 'tenantry',
      jwksUri: 'https://identity.example.com/.well-known/jwks.json',
    },
    email: { from: 'accounts@example.com', passwordUrl: 'https://accounts.example.com/password#' },
    webhooks: [],
  },
} satisfies Configurations;
