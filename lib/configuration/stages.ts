import type { StageConfiguration } from './configuration-schema.ts';

/** What stands instead of the schema's defaults in a stage of this name. Every other stage is a stage like `dev`, whose data may be lost. */
export const STAGE_DEFAULTS: Readonly<Record<string, Partial<StageConfiguration>>> = {
  prod: { logRetentionDays: 365, retainData: true, terminationProtection: true },
  // The embedded runtime's, which needs no entry.
  local: {
    // Who runs it on this machine sees for himself whether it works.
    canary: { enabled: false },
    // Longer than what the embedded EventBridge delays a rule by.
    webhookSettleSeconds: 1,
    email: { from: 'accounts@local.tenantry.test', passwordUrl: 'https://accounts.local.tenantry.test/password#' },
    jwt: {
      issuer: 'https://local.tenantry.test',
      audience: 'tenantry',
      jwksUri: 'https://local.tenantry.test/.well-known/jwks.json',
      // As in the user pool of a deployed installation; the issuer of the embedded runtime puts it into tokens without a tenant.
      operatorScope: 'operator',
    },
  },
};
