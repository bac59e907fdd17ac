import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { INSTALLATION, NAMESPACE } from '../functions/shared/metrics.ts';
import type { StageSettings } from './configuration.ts';
import { PERIOD } from './measured.ts';
import { StructuredLog } from './structured-log.ts';
import type { TokenVerification } from './token-verification.ts';

/**
 * What one line of the access log holds (HTTP API developer guide, "Logging variables"). It names the route, and neither the path nor the query
 * string: a partner's fields may come as query parameters, and the id that a caller gave an entity stands in the path.
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

interface HttpApiProps extends StageSettings {
  readonly verification: TokenVerification;
}

const THROTTLED = 'RequestsThrottled';

/** The HTTP API without any route yet, with one throttled stage that logs each request. */
export class TenantryHttpApi extends Construct {
  readonly api: HttpApi;
  /** What its endpoints verify tokens with. */
  readonly verification: TokenVerification;
  private readonly stage: HttpStage;
  private readonly dimensions: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { stage, configuration, verification }: HttpApiProps) {
    super(scope, id);

    this.verification = verification;
    this.dimensions = { [INSTALLATION]: configuration.installation };
    const { logGroup } = new StructuredLog(this, 'AccessLog', { configuration });
    this.api = new HttpApi(this, 'Resource', { apiName: `tenantry-${stage}`, createDefaultStage: false });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: configuration.throttle.ratePerSecond, burstLimit: configuration.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify({ ...this.dimensions, ...ACCESS_LOG })),
      },
    });
    // What the gateway refuses reaches no function, and it has no metric for it.
    new MetricFilter(this, 'Throttled', {
      logGroup,
      filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
      metricNamespace: NAMESPACE,
      metricName: THROTTLED,
      dimensions: { [INSTALLATION]: `$.${INSTALLATION}` },
    });
  }

  /** The base address, without a slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  /** A metric of the gateway: `Count`, `4xx`, `5xx`, `Latency` or `IntegrationLatency`. */
  metric(metricName: string, options: MetricOptions): Metric {
    return this.stage.metric(metricName, { period: PERIOD, ...options });
  }

  /** How many requests the gateway refused by its throttle (429). */
  metricThrottled(): Metric {
    return new Metric({
      ...{ namespace: NAMESPACE, metricName: THROTTLED, dimensionsMap: { ...this.dimensions } },
      ...{ period: PERIOD, statistic: 'Sum' },
    });
  }
}
