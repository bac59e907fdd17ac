import type { Rule } from './rule.ts';

/**
 * The concurrency that Lambda keeps free of reservations in each account and Region (Lambda
 * developer guide, "Reserved concurrency").
 */
const UNRESERVED = 100;

const reservedWithinAccount: Rule = (_, { concurrency: { account, reserved } }) => {
  const sum = Object.values(reserved ?? {}).reduce((total, one) => total + one, 0);
  if (sum === 0) return [];
  if (account === undefined)
    return [
      {
        key: 'concurrency.account',
        value: undefined,
        allowed: 'must be given with concurrency.reserved: the quota is what it is taken from',
      },
    ];
  return sum + UNRESERVED <= account
    ? []
    : [
        {
          key: 'concurrency.reserved',
          value: reserved,
          allowed: `must be at most ${Math.max(0, account - UNRESERVED)} in all, ${UNRESERVED} below concurrency.account`,
        },
      ];
};

/** AWS Backup keeps cold storage for at least 90 days (AWS Backup developer guide, "Lifecycle"). */
const COLD_DAYS = 90;

const keptPastColdStorage: Rule = (_, { backup }) =>
  backup?.coldStorageAfterDays !== undefined && backup.retentionDays < backup.coldStorageAfterDays + COLD_DAYS
    ? [
        {
          key: 'backup.retentionDays',
          value: backup.retentionDays,
          allowed: `must be at least ${COLD_DAYS} more than backup.coldStorageAfterDays`,
        },
      ]
    : [];

/** The rules that Lambda and AWS Backup would otherwise only check during a deployment. */
export const capacityRules: readonly Rule[] = [reservedWithinAccount, keptPastColdStorage];
