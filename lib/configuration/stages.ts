import type { StageConfiguration } from '../generated/stage-configuration.ts';

/**
 * The defaults of stages with these names, instead of the schema's. Every other stage is like
 * `dev`, whose data may be lost.
 */
export const STAGE_DEFAULTS: Readonly<Record<string, Partial<StageConfiguration>>> = {
  prod: { logRetentionDays: 365, retainData: true, terminationProtection: true },
  // The stage of the embedded runtime, which needs no entry.
  local: {
    // Whoever runs it on this machine sees whether it works.
    canary: { enabled: false },
    referencePage: true,
    // Longer than the delay of a rule in the embedded EventBridge.
    webhookSettleSeconds: 1,
    email: { from: 'accounts@local.tenantry.test', passwordUrl: 'https://accounts.local.tenantry.test/password#' },
    jwt: {
      issuer: 'https://local.tenantry.test',
      audience: 'tenantry',
      jwksUri: 'https://local.tenantry.test/.well-known/jwks.json',
      // As in the user pool of a deployed installation; the issuer of the embedded runtime puts it
      // into tokens without a tenant.
      operatorScope: 'operator',
    },
  },
};
