import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Creates an HTTP API event (payload 2.0) as the gateway does. */
export const httpEvent = ({
  method = 'GET',
  path = '/',
  query = '',
  headers = {},
  pathParameters,
  body,
  sourceIp = '192.0.2.7',
  requestId = 'request-1',
}: {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly sourceIp?: string;
  readonly requestId?: string;
}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  rawQueryString: query,
  headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  ...(pathParameters && { pathParameters: { ...pathParameters } }),
  requestContext: {
    accountId: '123456789012',
    apiId: 'api',
    domainName: 'api.execute-api.eu-west-1.amazonaws.com',
    domainPrefix: 'api',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
    requestId,
    routeKey: `${method} ${path}`,
    stage: '$default',
    time: '22/Nov/2026:14:15:22 +0000',
    timeEpoch: Date.now(),
  },
  ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  isBase64Encoded: false,
});
