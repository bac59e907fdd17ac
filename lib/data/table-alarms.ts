import { metric, metricMath } from '../base/metric.ts';
import type { Alarms } from '../base/runbook-alarms.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from './tenantry-table.ts';

/**
 * Defines the alarms for writers that get into each other's way, for a table that refuses work, and
 * for tenants that come near their limits.
 */
export const tableAlarms = (configuration: Configuration, table: TenantryTable): Alarms => ({
  Conflicts: {
    metric: conflictRate(configuration),
    threshold: 25,
    periods: 3,
    advice: 'Writers wait for each other: find the tenant that many callers write to at once.',
    heading: 'conflict-rate',
  },
  Throttles: {
    metric: throttles(table),
    threshold: 10,
    periods: 3,
    advice: 'The table or an index refuses reads or writes for want of capacity: look for a hot partition or a limit of the account.',
    heading: 'table-throttles',
  },
  LimitsNear: {
    metric: limitsCrossed(configuration),
    threshold: 1,
    advice: 'For information: a reseller crossed 80 % of a limit, or used it up.',
    heading: 'limits-near',
    quiet: true,
  },
});

const conflictRate = (configuration: Configuration) =>
  metricMath(
    'IF(transactions >= 50, 100 * FILL(conflicts, 0) / transactions, 0)',
    { transactions: metric(configuration, 'Transactions'), conflicts: metric(configuration, 'TransactionConflicts') },
    'conflicts per 100 transactions, from 50 on',
  );

// An alarm takes ten metrics: those of the table and of up to four indexes.
const throttles = (table: TenantryTable) => {
  const metrics = ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) => table.metrics(name));
  const byId = Object.fromEntries(metrics.map((metric, index) => [`throttles${index}`, metric]));
  const sum = Object.keys(byId).map((id) => `FILL(${id}, 0)`);
  return metricMath(sum.join(' + '), byId, 'throttled requests');
};

const limitsCrossed = (configuration: Configuration) =>
  metricMath(
    'FILL(approaching, 0) + FILL(reached, 0)',
    { approaching: metric(configuration, 'LimitsApproaching'), reached: metric(configuration, 'LimitsReached') },
    'resellers near or at a limit',
  );
