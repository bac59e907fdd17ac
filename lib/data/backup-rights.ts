import { Arn, ArnFormat, Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { viaService } from '../base/customer-key.ts';
import { wildcardFinding } from '../base/wildcard-finding.ts';

interface BackupRights {
  readonly tableArn: string;
  readonly vaultArns: readonly string[];
  readonly key: IKey | undefined;
}

/**
 * Lets AWS Backup make backups of one table and copy them: what of the managed policy
 * AWSBackupServiceRolePolicyForBackup is about DynamoDB, on this table, these vaults and this key
 * (AWS Backup developer guide, "Managed policies"; DynamoDB developer guide, "Using IAM with
 * DynamoDB backup").
 */
export const grantBackup = (role: Role, { tableArn, vaultArns, key }: BackupRights): void => {
  const dynamodb = (...actions: readonly string[]) => actions.map((action) => `dynamodb:${action}`);
  const allow = (actions: readonly string[], resources: readonly string[], conditions = {}) =>
    role.addToPrincipalPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));

  allow(dynamodb('DescribeTable', 'CreateBackup', 'StartAwsBackupJob', 'ListTagsOfResource'), [tableArn]);
  allow(dynamodb('DescribeBackup', 'DeleteBackup'), [`${tableArn}/backup/*`]);
  allow(['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], vaultArns);
  // A recovery point has a name that AWS draws.
  const recoveryPoint = Stack.of(role).formatArn({ service: 'backup', resource: 'recovery-point:*' });
  allow(['backup:CopyFromBackupVault', 'backup:TagResource'], [recoveryPoint]);
  const reason = 'Backups and recovery points have names that AWS draws; they are those of this table, and of this account.';
  Validations.of(role).acknowledge(
    { id: wildcardFinding(`${shortName(tableArn)}/backup/*`), reason },
    { id: wildcardFinding('backup:recovery-point:*'), reason },
  );
  if (key === undefined) return;
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn], viaService(role, 'dynamodb'));
  allow(['kms:DescribeKey'], [key.keyArn]);
  allow(['kms:CreateGrant'], [key.keyArn], { Bool: { 'kms:GrantIsForAWSResource': 'true' } });
};

/** Names a table as a finding does: by its name when it is not one of the stack. */
const shortName = (tableArn: string): string =>
  Token.isUnresolved(tableArn) ? '…' : `dynamodb:table/${Arn.split(tableArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName ?? ''}`;
