import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Finding, ok, runbook, warn } from '../finding.ts';

// A burst of a few dozen requests, beside publisher, reconciler and collector.
const ENOUGH = 100;

/** Checks that the account allows enough concurrent executions; a new account may start with 10. */
export const checkConcurrency = async (client: LambdaClient): Promise<Finding> => {
  const { AccountLimit: { ConcurrentExecutions: most = 0, UnreservedConcurrentExecutions: left = most } = {} } = await client.send(
    new GetAccountSettingsCommand({}),
  );
  const seen = `${left} of ${most} executions at once are not reserved`;
  return left < ENOUGH ? warn(seen, 'Ask for more concurrent executions in Service Quotas.', runbook('function-throttles')) : ok(seen);
};
