import type { Configurations } from './lib/configuration/configuration.ts';

/**
 * One entry per stage, picked with `-c stage=<name>`. Every key is in docs/configuration.md;
 * without `jwt` an installation brings its own issuer (docs/identity.md).
 */
export default {
  dev: {
    email: { from: 'accounts@example.com', passwordUrl: 'https://accounts.example.com/password#' },
  },
  prod: {
    email: { from: 'accounts@example.com', passwordUrl: 'https://accounts.example.com/password#' },
    webhooks: [],
  },
} satisfies Configurations;
