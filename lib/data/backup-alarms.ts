import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface BackupAlarmsProps {
  readonly configuration: Configuration;
  readonly vaultName: string;
}

/** Tells when a backup of the table has failed. */
export class BackupAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, vaultName }: BackupAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'Failing', {
      configuration,
      // Which dimensions of AWS Backup come together is not known for sure: a query finds the vault
      // in every set that names it.
      metric: new MathExpression({
        expression: `SELECT SUM(NumberOfBackupJobsFailed) FROM "AWS/Backup" WHERE BackupVaultName = '${vaultName}'`,
        label: 'failed backups',
        period: Duration.hours(1),
      }),
      threshold: 1,
      advice: 'A backup of the table has failed: look at the job in AWS Backup for the cause.',
      heading: 'backup-failing',
    });
  }
}
