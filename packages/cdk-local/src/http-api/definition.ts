import type { Resource } from '../template/model.ts';
import type { CorsRules } from './cors.ts';
import { checkedParameters, type ResponseParameters } from './response-parameters.ts';

/** One route of an HTTP API and the function behind it. */
export interface Route {
  /** `METHOD /path/{variable}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  /** The role by which the gateway runs the function; without one, the function must permit it. */
  readonly roleArn?: string;
  readonly timeoutMs: number;
  /** Throttling of its own, instead of the stage's. */
  readonly throttling?: Throttling;
  /** The changes to responses, by status. */
  readonly responseParameters?: ResponseParameters;
}

/** Requests per second and burst. */
export interface Throttling {
  readonly rate: number;
  readonly burst: number;
}

/** An HTTP API as the template describes it. */
export interface HttpApiDefinition {
  readonly apiId: string;
  readonly stage: string;
  readonly routes: readonly Route[];
  /** The stage's default throttling. */
  readonly throttling?: Throttling;
  /** CORS settings; no CORS headers when absent. */
  readonly cors?: CorsRules;
}

type TemplateRoute = { readonly ApiId: string; readonly RouteKey: string; readonly Target?: string };
type TemplateIntegration = {
  readonly IntegrationType: string;
  readonly IntegrationUri?: string;
  readonly CredentialsArn?: string;
  readonly PayloadFormatVersion?: string;
  readonly TimeoutInMillis?: number;
  readonly ResponseParameters?: ResponseParameters;
};
type TemplateStage = {
  readonly ApiId: string;
  readonly StageName: string;
  readonly DefaultRouteSettings?: TemplateLimits;
  readonly RouteSettings?: Readonly<Record<string, TemplateLimits>>;
};
type TemplateLimits = { readonly ThrottlingRateLimit?: number; readonly ThrottlingBurstLimit?: number };

/**
 * Joins an `AWS::ApiGatewayV2::Api` with its routes, integrations and stage; throws on an
 * integration that is no Lambda proxy of format 2.0.
 */
export const httpApiDefinition = (api: Resource, resources: readonly Resource[]): HttpApiDefinition => {
  const apiId = api.reference().ref;
  const parts = <T extends { readonly ApiId: string }>(type: string): readonly T[] =>
    resources
      .filter((resource) => resource.type === type)
      .map((resource) => resource.properties() as unknown as T)
      .filter((properties) => properties.ApiId === apiId);
  const integrations = new Map(
    resources
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Integration')
      .map((resource) => [`integrations/${resource.reference().ref}`, resource]),
  );
  const [stage] = parts<TemplateStage>('AWS::ApiGatewayV2::Stage');
  const { CorsConfiguration: cors } = api.properties() as { readonly CorsConfiguration?: CorsRules };
  const limited = (route: Route): Route => ({ ...route, ...throttlingOf(stage?.RouteSettings?.[route.routeKey]) });

  return {
    apiId,
    stage: stage?.StageName ?? '$default',
    routes: parts<TemplateRoute>('AWS::ApiGatewayV2::Route').map((route) => limited(routeOf(route, integrations.get(route.Target ?? '')))),
    ...throttlingOf(stage?.DefaultRouteSettings),
    ...(cors && { cors }),
  };
};

const throttlingOf = ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }: TemplateLimits = {}): Pick<Route, 'throttling'> =>
  rate === undefined ? {} : { throttling: { rate: Number(rate), burst: Number(burst ?? rate) } };

const routeOf = ({ RouteKey: routeKey }: TemplateRoute, integration: Resource | undefined): Route => {
  const {
    IntegrationType,
    IntegrationUri = '',
    CredentialsArn: roleArn,
    PayloadFormatVersion,
    TimeoutInMillis = 30_000,
    ResponseParameters,
  } = (integration?.properties() ?? {}) as Partial<TemplateIntegration>;
  if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0') {
    throw new Error(`The route "${routeKey}" has no Lambda proxy integration of payload format 2.0, the only kind that is run locally`);
  }
  return {
    ...{ routeKey, functionArn: lambdaArn(IntegrationUri), timeoutMs: TimeoutInMillis },
    ...(roleArn !== undefined && { roleArn: checkedRole(roleArn) }),
    ...(ResponseParameters && { responseParameters: checkedParameters(ResponseParameters) }),
  };
};

/** An integration may also name the caller's own identity, which is not known here. */
const checkedRole = (arn: string): string => {
  if (/^arn:[^:]+:iam::\d+:role\//.test(arn)) return arn;
  throw new Error(`The credentials "${arn}" are no role, the only credentials of an integration that are evaluated locally`);
};

/** The function in an integration URI, which is its ARN or an invocation path of API Gateway. */
const lambdaArn = (uri: string): string => {
  return uri.match(/functions\/(arn:[^/]+)\/invocations$/)?.[1] ?? uri;
};
