import type { StageConfiguration } from '../../lib/generated/stage-configuration.ts';

/** An issuer of one's own. */
export const jwt: NonNullable<StageConfiguration['jwt']> = {
  issuer: 'https://id.acme.test',
  audience: 'tenantry',
  jwksUri: 'https://id.acme.test/jwks.json',
};

/**
 * A configuration with one webhook of every kind of authorisation, and the user pool that an
 * installation has by default.
 */
export const stageConfiguration: StageConfiguration = {
  email: { from: 'accounts@acme.test', passwordUrl: 'https://id.acme.test/password#' },
  webhooks: [
    {
      name: 'billing',
      url: 'https://billing.acme.test/hooks',
      events: ['partner.created', 'reseller.*'],
      auth: { type: 'api-key', header: 'X-Api-Key', secret: 'tenantry/billing' },
      ratePerSecond: 10,
    },
    {
      name: 'crm',
      url: 'https://crm.acme.test/',
      events: ['reseller.created'],
      auth: { type: 'basic', userName: 'tenantry', secret: 'tenantry/crm' },
    },
    {
      name: 'erp',
      url: 'https://erp.acme.test/',
      events: ['partner.*'],
      auth: { type: 'oauth', clientId: 'tenantry', secret: 'tenantry/erp', tokenUrl: 'https://id.acme.test/token', scope: 'hooks' },
    },
  ],
  alarmTopicArn: 'arn:aws:sns:eu-west-1:111111111111:alarms',
};
