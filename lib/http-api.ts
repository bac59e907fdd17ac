import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type CfnStage, HttpApi, type HttpRoute, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Contract } from '../functions/shared/contract.ts';
import { gatewayPath } from '../functions/shared/verbs.ts';
import type { Configuration } from './configuration-schema.ts';
import { preflightOf } from './cors.ts';
import { HttpDomain } from './http-domain.ts';
import { StructuredLog } from './structured-log.ts';

/**
 * What one line of the access log holds (HTTP API developer guide, "Logging variables"). It names the path and never the query
 * string, since a partner's fields may come as query parameters.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  httpMethod: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationErrorMessage: '$context.integrationErrorMessage',
  errorMessage: '$context.error.message',
  sourceIp: '$context.identity.sourceIp',
} as const;

/** The HTTP API without any route yet, with one throttled stage that logs each request. */
export class TenantryHttpApi extends Construct {
  readonly api: HttpApi;
  private readonly stage: HttpStage;
  private readonly configuration: Configuration;
  private readonly routeSettings: Record<string, object> = {};

  constructor(scope: Construct, id: string, { configuration }: { readonly configuration: Configuration }) {
    super(scope, id);
    this.configuration = configuration;
    const { installation, cors, domain, disableDefaultEndpoint, throttle } = configuration;

    const { logGroup } = new StructuredLog(this, 'AccessLog', { configuration });
    this.api = new HttpApi(this, 'Resource', {
      apiName: installation,
      createDefaultStage: false,
      ...(disableDefaultEndpoint && { disableExecuteApiEndpoint: true }),
      ...(cors && { corsPreflight: preflightOf(cors) }),
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    if (domain) new HttpDomain(this, 'Domain', { domain, api: this.api, stage: this.stage });
  }

  /** The base address, without a slash at its end. */
  get url(): string {
    const { domain } = this.configuration;
    return domain ? `https://${domain.name}` : this.api.apiEndpoint;
  }

  /** Gives the route of an operation its own limits, if the configuration has any for it. */
  throttle({ operationId, method, path }: Contract, route: HttpRoute): void {
    const limits = this.configuration.throttle.routes[operationId];
    if (!limits) return;
    const stage = this.stage.node.defaultChild as CfnStage;
    this.routeSettings[`${method} ${gatewayPath(path)}`] = {
      ThrottlingRateLimit: limits.ratePerSecond,
      ThrottlingBurstLimit: limits.burst,
    };
    stage.routeSettings = this.routeSettings;
    // A stage that names a route that is not there yet is refused.
    stage.node.addDependency(route);
  }

  /** The number of 5xx answers in five minutes. */
  metricServerErrors(): Metric {
    return this.stage.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' });
  }
}
