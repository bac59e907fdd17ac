import type { Configurations } from './lib/configuration.ts';

/** One entry per stage, picked with `-c stage=<name>`. Every key is described in lib/configuration-schema.ts. Without `jwt` an installation brings its own issuer, a Cognito user pool. */
export default {
  dev: {
    email: { from: 'accounts@example.com', passwordUrl: 'https://accounts.example.com/password#' },
  },
  prod: {
    email: { from: 'accounts@example.com', passwordUrl: 'https://accounts.example.com/password#' },
    webhooks: [],
  },
} satisfies Configurations;
