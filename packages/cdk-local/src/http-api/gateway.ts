import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { tokenBucket } from '../base/token-bucket.ts';
import { TooManyInvocations } from '../lambda/functions.ts';
import type { AwsEnvironment } from '../template/environment.ts';
import { addCorsHeaders, isPreflight, preflightAnswer } from './cors.ts';
import type { HttpApiDefinition, Route } from './definition.ts';
import type { RequestHandler } from './listener.ts';
import { proxyPayload } from './payload.ts';
import { type GatewayRequest, gatewayRequest, headTooLarge, readBody } from './request.ts';
import { type Challenge, mapResponse } from './response-parameters.ts';
import { gatewayRefusal, proxyResponse } from './result.ts';
import { type Match, routing } from './routing.ts';

/** One line of the access log; `path` never holds the query string. */
export interface AccessLogEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly requestId: string;
  readonly routeKey?: string;
}

interface GatewayOptions {
  readonly api: HttpApiDefinition;
  readonly environment: AwsEnvironment;
  readonly invoke: (functionArn: string, event: unknown) => Promise<unknown>;
  /** Whether the gateway may run the function of a route. */
  readonly mayInvoke: (route: Route, routeArn: string) => boolean;
  readonly onRequest: (entry: AccessLogEntry) => void;
  /** Applies the throttling of stage and routes. */
  readonly throttle?: boolean;
  /** The change to `WWW-Authenticate`; none by default. */
  readonly challenge?: Challenge;
}

/**
 * Answers requests as an API Gateway HTTP API would: routing, payload format 2.0, and the gateway's
 * own refusals.
 */
export const httpApi = ({
  api,
  environment,
  invoke,
  mayInvoke,
  onRequest,
  throttle = false,
  challenge,
}: GatewayOptions): RequestHandler => {
  const match = routing(api.routes);
  const admits = throttle ? throttles(api) : () => true;

  const answer = async (
    incoming: IncomingMessage,
    request: GatewayRequest,
    found: Match | undefined,
    requestId: string,
  ): Promise<Response> => {
    if (headTooLarge(incoming)) return gatewayRefusal(431, 'Request Header Fields Too Large');
    if (!found) return api.cors && isPreflight(request) ? preflightAnswer() : gatewayRefusal(404, 'Not Found');
    if (!admits(found.route)) return gatewayRefusal(429, 'Too Many Requests');
    const body = await readBody(incoming);
    // What was not read of the body would be taken for the next request.
    if (!body) return gatewayRefusal(413, 'Request Entity Too Large', { connection: 'close' });
    const { route, variables } = found;
    if (!mayInvoke(route, routeArn(api, route.routeKey, environment))) return gatewayRefusal(500, 'Internal Server Error');
    const context = { apiId: api.apiId, stage: api.stage, requestId, at: new Date(), ...environment };
    const event = proxyPayload({ request, body, routeKey: route.routeKey, variables, ...context });
    const response = await integration(() => invoke(route.functionArn, event), route.timeoutMs);
    mapResponse(response, route.responseParameters, challenge);
    return response;
  };

  return async (incoming) => {
    const started = performance.now();
    const requestId = `${randomBytes(11).toString('base64url')}=`;
    const request = gatewayRequest(incoming);
    const found = match(request.method, request.path);
    const response = await answer(incoming, request, found, requestId);
    response.headers.set('apigw-requestid', requestId);
    if (api.cors) addCorsHeaders(response.headers, request, api.cors);
    const { method, path } = request;
    const routeKey = found ? { routeKey: found.route.routeKey } : {};
    onRequest({ method, path, status: response.status, ms: performance.now() - started, requestId, ...routeKey });
    return response;
  };
};

/**
 * Returns a throttle: true when one more request to a route may pass, by its own limits or by the
 * stage's.
 */
const throttles = ({ routes, throttling }: HttpApiDefinition): ((route: Route) => boolean) => {
  const shared = throttling ? tokenBucket(throttling) : () => true;
  const own = new Map(routes.map((route) => [route.routeKey, route.throttling ? tokenBucket(route.throttling) : shared]));
  return ({ routeKey }) => (own.get(routeKey) ?? shared)();
};

/** The ARN of a route, by which a function's policy knows it; `$default` has no method. */
const routeArn = ({ apiId, stage }: HttpApiDefinition, routeKey: string, { region, account }: AwsEnvironment): string =>
  `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${routeKey.replace(' ', '')}`;

/**
 * A function that fails or answers nonsense is a 500 without a reason; one that is throttled or
 * outlasts the integration's timeout a 503.
 */
const integration = async (invoke: () => Promise<unknown>, timeoutMs: number): Promise<Response> => {
  const { promise: expired, resolve } = Promise.withResolvers<Response>();
  const timer = setTimeout(() => resolve(gatewayRefusal(503, 'Service Unavailable')), timeoutMs);
  const answered = invoke().then(
    (result) => proxyResponse(result) ?? gatewayRefusal(500, 'Internal Server Error'),
    (error: unknown) =>
      error instanceof TooManyInvocations ? gatewayRefusal(503, 'Service Unavailable') : gatewayRefusal(500, 'Internal Server Error'),
  );
  return Promise.race([answered, expired]).finally(() => clearTimeout(timer));
};
