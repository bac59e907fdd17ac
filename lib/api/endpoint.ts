import { type Duration, Validations } from 'aws-cdk-lib';
import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { gatewayMethod } from '../../functions/shared/http/methods.ts';
import { gatewayPath } from '../../functions/shared/http/verbs.ts';
import type { EntryPoint } from '../base/entry-points.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { restoreChallenge } from './challenge.ts';
import { FunctionIntegration } from './function-integration.ts';
import type { TenantryHttpApi } from './http-api.ts';

interface EndpointProps {
  readonly api: TenantryHttpApi;
  readonly contract: Contract;
  readonly entry: EntryPoint;
  readonly configuration: Configuration;
  /** Settings of this operation alone. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: 10 seconds; an HTTP API waits 30. */
  readonly timeout?: Duration;
  /** See `TenantryFunction`. */
  readonly reserved?: number | undefined;
}

/**
 * One operation behind its route: path and method come from the contract, and so does which
 * settings the function is given.
 */
export class Endpoint extends TenantryFunction {
  constructor(scope: Construct, id: string, { api, contract, entry, configuration, environment, timeout, reserved }: EndpointProps) {
    super(scope, id, {
      ...{ entry, description: contract.summary, configuration },
      environment: { ...environmentOf(contract, configuration, api), ...environment },
      ...(timeout && { timeout }),
      reserved,
    });

    const route = new HttpRoute(this, 'Route', {
      httpApi: api.api,
      routeKey: HttpRouteKey.with(gatewayPath(contract.path), HttpMethod[gatewayMethod(contract.method)]),
      integration: new FunctionIntegration(this.lambda, api.invoker),
    });
    api.throttle(contract, route);
    if (contract.access !== 'public') restoreChallenge(route);
    Validations.of(route).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason:
        contract.access === 'public'
          ? 'Public by its contract.'
          : 'The function itself verifies token or user before it reads anything of the request: an authorizer could shape neither 401, 403 nor 503 (docs/authorisation.md, tested for every route).',
    });
  }
}

const environmentOf = (
  { access, events, method }: Contract,
  configuration: Configuration,
  { verification }: TenantryHttpApi,
): Readonly<Record<string, string>> => ({
  ...(access !== 'public' && verification),
  // Its route takes preflights as well.
  ...(gatewayMethod(method) === 'ANY' && { ANSWER_PREFLIGHTS: String(configuration.cors !== undefined) }),
  ...(events && { EVENT_RETENTION_DAYS: String(configuration.eventRetentionDays) }),
});
