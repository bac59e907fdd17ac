import { Validations } from 'aws-cdk-lib';
import { HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { FunctionIntegration } from './function-integration.ts';
import type { TenantryHttpApi } from './http-api.ts';

interface FallbackProps {
  readonly api: TenantryHttpApi;
  readonly configuration: Configuration;
}

/**
 * Adds the answer to every request that no route takes. The gateway's own 404 cannot be shaped, and
 * it has no 405: a function answers both as problems.
 */
export const addFallback = (scope: Construct, { api, configuration }: FallbackProps): void => {
  const { lambda } = new TenantryFunction(scope, 'Fallback', {
    configuration,
    entry: 'system/fallback',
    description: 'Answers 404 or 405 where no route matches',
    environment: {
      ANSWER_PREFLIGHTS: String(configuration.cors !== undefined),
      REFERENCE_PAGE: String(configuration.referencePage),
    },
  });
  const route = new HttpRoute(scope, 'FallbackRoute', {
    httpApi: api.api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: new FunctionIntegration(lambda, api.invoker),
  });
  Validations.of(route).acknowledge({
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'Answers 404 and 405 to everybody, and its function has no rights.',
  });
};
