import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageSettings } from './configuration.ts';
import { StructuredLog } from './structured-log.ts';
import type { TokenVerification } from './token-verification.ts';

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

interface HttpApiProps extends StageSettings {
  readonly verification: TokenVerification;
}

/** The HTTP API without any route yet, with one throttled stage that logs each request. */
export class TenantryHttpApi extends Construct {
  readonly api: HttpApi;
  /** What its endpoints verify tokens with. */
  readonly verification: TokenVerification;
  private readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { stage, configuration, verification }: HttpApiProps) {
    super(scope, id);

    this.verification = verification;
    const { logGroup } = new StructuredLog(this, 'AccessLog', { configuration });
    this.api = new HttpApi(this, 'Resource', { apiName: `tenantry-${stage}`, createDefaultStage: false });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: configuration.throttle.ratePerSecond, burstLimit: configuration.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }

  /** The base address, without a slash at its end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  /** The number of 5xx answers in five minutes. */
  metricServerErrors(): Metric {
    return this.stage.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' });
  }
}
