import { Validations } from 'aws-cdk-lib';
import { HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { getWebhookKeys } from '../../functions/signatures/contract.ts';
import { getAsyncApi, getHealth, getOpenApi } from '../../functions/system/contract.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { SigningSecret } from '../data/signing-secret.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

interface SystemApiProps extends ApiSliceProps {
  readonly signingSecret: SigningSecret;
}

/** The endpoints that belong to no tenant, and the answer to every request that no route takes. */
export class SystemApi extends Construct {
  constructor(scope: Construct, id: string, { table, signingSecret, ...shared }: SystemApiProps) {
    super(scope, id);

    const health = new Endpoint(this, 'Health', { ...shared, contract: getHealth, entry: 'system/health' });
    table.grant(health, { GetItem: PARTITIONS.health });

    new Endpoint(this, 'OpenApi', { ...shared, contract: getOpenApi, entry: 'system/openapi' });

    new Endpoint(this, 'AsyncApi', { ...shared, contract: getAsyncApi, entry: 'system/asyncapi' });
    const keys = new Endpoint(this, 'WebhookKeys', { ...shared, contract: getWebhookKeys, entry: 'signatures/get-keys' });
    signingSecret.grantRead(keys);

    // The gateway's own 404 cannot be shaped and it has no 405: a function answers both as problems.
    const { lambda } = new TenantryFunction(this, 'Fallback', {
      configuration: shared.configuration,
      entry: 'system/fallback',
      description: 'Answers 404 or 405 where no route matches',
      environment: { ANSWER_PREFLIGHTS: String(shared.configuration.cors !== undefined) },
    });
    const route = new HttpRoute(this, 'FallbackRoute', {
      httpApi: shared.api.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Integration', lambda),
    });
    Validations.of(route).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason: 'Answers 404 and 405 to everybody, and its function has no rights.',
    });
  }
}
