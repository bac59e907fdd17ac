import { Duration } from 'aws-cdk-lib';
import { LambdaVersion, type UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { RunbookAlarm } from './runbook-alarm.ts';
import { TenantryFunction } from './tenantry-function.ts';
import type { TenantryTable } from './tenantry-table.ts';

interface ClientBindingProps {
  readonly pool: UserPool;
  readonly table: TenantryTable;
  readonly configuration: Configuration;
}

/** Has every token of the pool bound to the tenant of its app client, by what the table says; what cannot be read makes no token. */
export class ClientBinding extends Construct {
  constructor(scope: Construct, id: string, { pool, table, configuration }: ClientBindingProps) {
    super(scope, id);

    const bind = new TenantryFunction(this, 'Bind', {
      configuration,
      entry: 'identity/bind',
      description: 'Binds tokens to the tenant of their client',
      // Cognito waits no longer.
      timeout: Duration.seconds(5),
    });
    table.grantBindings(bind);
    // The third version of the event is the one for tokens of machines.
    pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, bind.lambda, LambdaVersion.V3_0);
    new RunbookAlarm(this, 'Errors', {
      configuration,
      metric: bind.lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      // A single failure is asked again by Cognito.
      periods: 2,
      advice: 'Clients get no tokens: read the cause in the log of the function that binds them.',
      heading: 'token-errors',
    });
  }
}
