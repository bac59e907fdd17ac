import { Validations } from 'aws-cdk-lib';
import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { FunctionIntegration } from './function-integration.ts';
import type { TenantryHttpApi } from './http-api.ts';

interface ReferencePageProps {
  readonly api: TenantryHttpApi;
  readonly configuration: Configuration;
  readonly stage: string;
}

const ROUTES = { Api: '/docs', Events: '/docs/events', Assets: '/docs/assets/{name}' } as const;

/**
 * Adds the reference of the API and of the events. The files lie beside the code of a function:
 * each is smaller than the answer that Lambda allows, and there is nothing else to deploy.
 */
export const addReferencePage = (scope: Construct, { api, configuration, stage }: ReferencePageProps): void => {
  const { lambda } = new TenantryFunction(scope, 'Reference', {
    configuration,
    entry: 'system/reference',
    description: 'Serves the reference of the API and of its events',
    // Only the embedded runtime has an issuer that gives tokens to its own page.
    environment: { LOCAL_TOKENS: String(stage === 'local') },
  });
  const routes = new Construct(scope, 'ReferenceRoutes');
  const integration = new FunctionIntegration(lambda, api.invoker);
  for (const [id, path] of Object.entries(ROUTES)) {
    const route = new HttpRoute(routes, id, { httpApi: api.api, routeKey: HttpRouteKey.with(path, HttpMethod.ANY), integration });
    Validations.of(route).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason: 'Public as the OpenAPI document is, and its function has no rights.',
    });
  }
};
