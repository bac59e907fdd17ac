import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupSelection, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { customerKey } from '../base/customer-key.ts';
import { ServiceRole } from '../base/service-role.ts';
import { uniqueName } from '../base/unique-name.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { grantBackup } from './backup-rights.ts';
import type { TenantryTable } from './tenantry-table.ts';

interface BackupsProps {
  readonly table: TenantryTable;
  readonly configuration: Configuration;
  readonly backup: NonNullable<Configuration['backup']>;
}

/** Backups of the table, by a plan of AWS Backup in a vault of their own. */
export class Backups extends Construct {
  readonly vaultName: string;

  constructor(scope: Construct, id: string, { table, configuration, backup }: BackupsProps) {
    super(scope, id);
    const { schedule = '', retentionDays, coldStorageAfterDays, copyToVaultArn } = backup;
    const key = customerKey(this, configuration);
    const vault = new BackupVault(this, 'Vault', {
      backupVaultName: uniqueName(configuration),
      ...(key && { encryptionKey: key }),
      // One that holds backups cannot be deleted.
      removalPolicy: configuration.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.vaultName = vault.backupVaultName;
    const lifecycle = {
      deleteAfter: Duration.days(retentionDays),
      ...(coldStorageAfterDays !== undefined && { moveToColdStorageAfter: Duration.days(coldStorageAfterDays) }),
    };
    const copies = copyToVaultArn === undefined ? [] : [BackupVault.fromBackupVaultArn(this, 'CopyVault', copyToVaultArn)];
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: configuration.installation,
      backupVault: vault,
      backupPlanRules: [
        new BackupPlanRule({
          ...{ ruleName: 'table', scheduleExpression: Schedule.expression(schedule), ...lifecycle },
          ...(copies.length > 0 && { copyActions: copies.map((destinationBackupVault) => ({ destinationBackupVault, ...lifecycle })) }),
        }),
      ],
    });
    const role = new ServiceRole(this, 'Role', 'backup');
    grantBackup(role, {
      tableArn: table.tableArn,
      vaultArns: [vault.backupVaultArn, ...copies.map(({ backupVaultArn }) => backupVaultArn)],
      key,
    });
    new BackupSelection(this, 'Selection', {
      backupPlan: plan,
      backupSelectionName: 'table',
      role,
      // CDK would attach a policy of AWS that may read every service of the account.
      disableDefaultBackupPolicy: true,
      resources: [BackupResource.fromArn(table.tableArn)],
    });
  }
}
