import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { BusArchive } from './bus-archive.ts';
import { BusLog, logConfigOf } from './bus-log.ts';
import type { StageSettings } from './configuration.ts';
import { EventSchemas } from './event-schemas.ts';
import { Identity } from './identity.ts';
import { SigningSecret } from './signing-secret.ts';
import { TenantryTable } from './tenantry-table.ts';

/** What must outlive a deployment: the table, the bus that others subscribe to, the keys by which they know what comes from it, and who may call. */
export class DataStack extends Stack {
  readonly table: TenantryTable;
  readonly bus: EventBus;
  readonly signingSecret: SigningSecret;
  /** Absent where the configuration names an issuer. */
  readonly identity: Identity | undefined;

  constructor(scope: Construct, id: string, { stage, configuration }: StageSettings) {
    super(scope, id, { description: `Tenantry (${stage}): table, event bus and signing keys` });

    this.table = new TenantryTable(this, 'Table', { retainData: configuration.retainData });
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `tenantry-${stage}`,
      description: 'Every change of a tenant, as it happened',
      ...logConfigOf(configuration),
    });
    this.signingSecret = new SigningSecret(this, 'SigningSecret', { retainData: configuration.retainData });
    const { archive } = new BusArchive(this, 'Archive', { bus: this.bus, configuration });
    new BusLog(this, 'BusLog', { bus: this.bus, stage, configuration });
    new EventSchemas(this, 'Schemas', { stage });
    this.identity = configuration.jwt ? undefined : new Identity(this, 'Identity', { table: this.table, configuration });

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'SigningSecretArn', { value: this.signingSecret.arn });
    new CfnOutput(this, 'EventArchiveName', { value: archive.archiveName });
    for (const [name, value] of Object.entries(this.identity?.outputs ?? {})) new CfnOutput(this, name, { value });
  }
}
