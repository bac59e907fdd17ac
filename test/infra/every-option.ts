import type { StageConfiguration } from '../../lib/generated/stage-configuration.ts';

export const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const BOUNDARY = 'arn:aws:iam::111111111111:policy/boundary';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111111111111:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Every option of a deployment, switched on. */
export const everyOption: Partial<StageConfiguration> = {
  name: 'acme',
  account: '111111111111',
  region: 'eu-west-1',
  tags: { costCentre: '4711', owner: 'platform' },
  permissionsBoundaryArn: BOUNDARY,
  terminationProtection: true,
  kmsKeyArn: KEY,
  vpc: { subnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'], securityGroupIds: ['sg-0a1b2c3d'] },
  eventBusArn: 'arn:aws:events:eu-west-1:111111111111:event-bus/company',
  domain: {
    name: 'api.acme.test',
    certificateArn: CERTIFICATE,
    hostedZoneId: 'Z0123456789ABC',
    mutualTls: { truststoreUri: 's3://acme-trust/authorities/all.pem', truststoreVersion: 'v7', ownershipCertificateArn: CERTIFICATE },
  },
  disableDefaultEndpoint: true,
  referencePage: true,
  cors: { allowOrigins: ['https://app.acme.test'], maxAgeSeconds: 600 },
  batchesAtOnce: 2,
  concurrency: { account: 1000, reserved: { publisher: 20, reconciler: 10, collector: 5, batches: 100 } },
  backup: {
    retentionDays: 365,
    coldStorageAfterDays: 30,
    copyToVaultArn: 'arn:aws:backup:eu-central-1:222222222222:backup-vault:acme',
  },
  tracing: true,
  signingKeyRotationDays: 90,
  throttle: { routes: { createOrganization: { ratePerSecond: 7, burst: 9 }, batchOrganizations: { ratePerSecond: 1, burst: 2 } } },
};
