import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaVersion, type UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { PERIOD } from '../base/metric.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';

interface ClientBindingProps {
  readonly pool: UserPool;
  readonly table: TenantryTable;
  readonly configuration: Configuration;
}

/**
 * Binds every token of the pool to the tenant of its app client, as the table has it; without a
 * readable binding there is no token.
 */
export class ClientBinding extends Construct {
  private readonly bind: TenantryFunction;

  constructor(scope: Construct, id: string, { pool, table, configuration }: ClientBindingProps) {
    super(scope, id);

    this.bind = new TenantryFunction(this, 'Bind', {
      configuration,
      entry: 'identity/bind',
      description: 'Binds tokens to the tenant of their client',
      // Cognito waits no longer.
      timeout: Duration.seconds(5),
    });
    table.grant(this.bind, { GetItem: PARTITIONS.clients });
    // The third version of the event is the one for tokens of machines.
    pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, this.bind.lambda, LambdaVersion.V3_0);
  }

  /** Returns the metric of its failures. */
  metricErrors(): Metric {
    return this.bind.lambda.metricErrors({ period: PERIOD, statistic: 'Sum' });
  }
}
