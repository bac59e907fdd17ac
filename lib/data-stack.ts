import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from './base/dead-letter-queue.ts';
import { BusArchive } from './bus/bus-archive.ts';
import { BusLog } from './bus/bus-log.ts';
import { EventSchemas } from './bus/event-schemas.ts';
import { busFor } from './bus/installation-bus.ts';
import { SubscriberAccess } from './bus/subscriber-access.ts';
import type { StageSettings } from './configuration/configuration.ts';
import { Backups } from './data/backups.ts';
import { SigningSecret } from './data/signing-secret.ts';
import { TenantryTable } from './data/tenantry-table.ts';
import { Identity } from './identity/identity.ts';

/**
 * The stack that must outlive a deployment: the table, the bus that others subscribe to, the keys
 * by which they verify events, and the identities of callers.
 */
export class DataStack extends Stack {
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  /** Absent when the bus has no customer key, or is not the installation's own. */
  readonly busDeadLetters: DeadLetterQueue | undefined;
  readonly signingSecret: SigningSecret;
  /** Absent when the configuration names an issuer. */
  readonly identity: Identity | undefined;
  /** Absent when the configuration has no backups. */
  readonly backupVaultName: string | undefined;

  constructor(scope: Construct, id: string, { stage, configuration, ...props }: StageSettings & StackProps) {
    super(scope, id, { ...props, description: `Tenantry (${stage}): table, event bus and signing keys` });

    this.table = new TenantryTable(this, 'Table', { configuration });
    const { backup } = configuration;
    this.backupVaultName = backup && new Backups(this, 'Backups', { table: this.table, configuration, backup }).vaultName;
    const { bus, deadLetters } = busFor(this, configuration);
    this.bus = bus;
    this.busDeadLetters = deadLetters;
    new SubscriberAccess(this, 'SubscriberAccess', { bus, configuration });
    new StringParameter(this, 'BusName', {
      parameterName: `/tenantry/${configuration.installation}/bus`,
      stringValue: bus.eventBusName,
      description: 'The name of the event bus, for stacks that subscribe',
    });
    this.signingSecret = new SigningSecret(this, 'SigningSecret', { configuration });
    const { archive } = new BusArchive(this, 'Archive', { bus: this.bus, configuration });
    new BusLog(this, 'BusLog', { bus: this.bus, configuration });
    new EventSchemas(this, 'Schemas', configuration);
    this.identity = configuration.jwt ? undefined : new Identity(this, 'Identity', { table: this.table, configuration });

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'SigningSecretArn', { value: this.signingSecret.arn });
    if (deadLetters) new CfnOutput(this, 'BusDeadLetterQueueUrl', { value: deadLetters.queue.queueUrl });
    new CfnOutput(this, 'EventArchiveName', { value: archive.archiveName });
    if (this.backupVaultName !== undefined) new CfnOutput(this, 'BackupVaultName', { value: this.backupVaultName });
    for (const [name, value] of Object.entries(this.identity?.outputs ?? {})) new CfnOutput(this, name, { value });
  }
}
