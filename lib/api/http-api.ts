import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type CfnStage, HttpApi, type HttpRoute, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { gatewayMethod } from '../../functions/shared/http/methods.ts';
import { gatewayPath } from '../../functions/shared/http/verbs.ts';
import { GATEWAY_METRIC, INSTALLATION, NAMESPACE } from '../../functions/shared/observability/metrics.ts';
import { PERIOD } from '../base/metric.ts';
import { ServiceRole } from '../base/service-role.ts';
import { StructuredLog } from '../base/structured-log.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TokenVerification } from '../identity/token-verification.ts';
import { preflightOf } from './cors.ts';
import { HttpDomain } from './http-domain.ts';

/**
 * The members of a line in the access log (HTTP API developer guide, "Logging variables"). It names
 * the route, and neither the path nor the query string: a partner's fields may come as query
 * parameters, and the path contains the id that a caller gave an entity.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  httpMethod: '$context.httpMethod',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationErrorMessage: '$context.integrationErrorMessage',
  errorMessage: '$context.error.message',
  sourceIp: '$context.identity.sourceIp',
} as const;

interface HttpApiProps {
  readonly configuration: Configuration;
  readonly verification: TokenVerification;
}

type Limits = Configuration['throttle']['routes']['batchOrganizations'];

/** The HTTP API without any route yet, with one throttled stage that logs each request. */
export class TenantryHttpApi extends Construct {
  readonly api: HttpApi;
  /**
   * The role by which the gateway invokes the functions of its routes, and nothing else. Only
   * somebody of this account who may pass the role can name it in an integration.
   */
  readonly invoker: Role;
  /** The settings with which its endpoints verify tokens. */
  readonly verification: TokenVerification;
  private readonly stage: HttpStage;
  private readonly configuration: Configuration;
  private readonly routeSettings: Record<string, object> = {};
  private readonly dimensions: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { configuration, verification }: HttpApiProps) {
    super(scope, id);
    this.configuration = configuration;
    const { installation, cors, domain, disableDefaultEndpoint, throttle } = configuration;

    this.verification = verification;
    this.invoker = new ServiceRole(this, 'Invoker', 'apigateway');
    this.dimensions = { [INSTALLATION]: configuration.installation };
    this.api = new HttpApi(this, 'Resource', {
      apiName: installation,
      createDefaultStage: false,
      ...(disableDefaultEndpoint && { disableExecuteApiEndpoint: true }),
      ...(cors && { corsPreflight: preflightOf(cors) }),
    });
    // One of another name takes up room in a policy of the account, which is full where many APIs
    // log (CloudWatch Logs, "Logs sent to CloudWatch Logs"). The id of the API keeps one that is
    // retained from being in the way of the next stack.
    const name = `/aws/vendedlogs/${installation}/http/${this.api.apiId}`;
    const { logGroup } = new StructuredLog(this, 'AccessLog', { configuration, name });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify({ ...this.dimensions, ...ACCESS_LOG })),
      },
    });
    if (domain) new HttpDomain(this, 'Domain', { domain, api: this.api, stage: this.stage });
    // What the gateway refuses reaches no function, and it has no metric for it.
    new MetricFilter(this, 'Throttled', {
      logGroup,
      // A function that answers 429, to one who guesses passwords, has taken its time; what reached
      // none has a dash there.
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.status', '=', '429'),
        FilterPattern.stringValue('$.integrationLatency', '=', '-'),
      ),
      metricNamespace: NAMESPACE,
      metricName: GATEWAY_METRIC.name,
      dimensions: { [INSTALLATION]: `$.${INSTALLATION}` },
    });
  }

  /** The base address, without a slash at its end. */
  get url(): string {
    const { domain } = this.configuration;
    return domain ? `https://${domain.name}` : this.api.apiEndpoint;
  }

  /** Sets the throttle that the configuration has for the route of an operation. */
  throttle({ operationId, method, path }: Contract, route: HttpRoute): void {
    const limits = (this.configuration.throttle.routes as Readonly<Record<string, Limits>>)[operationId];
    if (!limits) return;
    const stage = this.stage.node.defaultChild as CfnStage;
    this.routeSettings[`${gatewayMethod(method)} ${gatewayPath(path)}`] = {
      ThrottlingRateLimit: limits.ratePerSecond,
      ThrottlingBurstLimit: limits.burst,
    };
    stage.routeSettings = this.routeSettings;
    // A stage that names a route that is not there yet is refused.
    stage.node.addDependency(route);
  }

  /** A metric of the gateway: `Count`, `4xx`, `5xx`, `Latency` or `IntegrationLatency`. */
  metric(metricName: string, options: MetricOptions): Metric {
    return this.stage.metric(metricName, { period: PERIOD, ...options });
  }

  /** The number of requests that the gateway throttled (429). */
  metricThrottled(): Metric {
    return new Metric({
      ...{ namespace: NAMESPACE, metricName: GATEWAY_METRIC.name, dimensionsMap: { ...this.dimensions } },
      ...{ period: PERIOD, statistic: 'Sum' },
    });
  }
}
