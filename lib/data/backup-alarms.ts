import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from '../base/runbook-alarms.ts';

/** Defines the alarms for failed backups of the table. */
export const backupAlarms = (vaultName: string): Alarms => ({
  Failing: {
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
  },
});
