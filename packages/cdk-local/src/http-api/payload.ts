import type { GatewayRequest } from './request.ts';

interface PayloadInput {
  readonly request: GatewayRequest;
  readonly body: Buffer;
  readonly routeKey: string;
  /** Still percent-encoded. */
  readonly variables: Readonly<Record<string, string>>;
  readonly apiId: string;
  readonly stage: string;
  readonly region: string;
  readonly account: string;
  readonly requestId: string;
  readonly at: Date;
}

/**
 * The event of a Lambda proxy integration, payload format 2.0 (API Gateway developer guide,
 * "Working with AWS Lambda proxy integrations for HTTP APIs").
 */
export const proxyPayload = (input: PayloadInput): Record<string, unknown> => {
  const { request, body, routeKey, variables } = input;
  const query = joinedQuery(request.rawQueryString);
  const encoded = body.length > 0 && !isText(request.headers['content-type']);
  return {
    version: '2.0',
    routeKey,
    rawPath: decoded(request.path),
    rawQueryString: request.rawQueryString,
    ...(request.cookies.length > 0 ? { cookies: request.cookies } : {}),
    headers: gatewayHeaders(input),
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    requestContext: requestContext(input),
    ...(Object.keys(variables).length > 0 ? { pathParameters: mapValues(variables, decoded) } : {}),
    ...(body.length > 0 ? { body: body.toString(encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded: encoded,
  };
};

const requestContext = ({ request, routeKey, apiId, stage, region, account, requestId, at }: PayloadInput): object => ({
  accountId: account,
  apiId,
  domainName: `${apiId}.execute-api.${region}.amazonaws.com`,
  domainPrefix: apiId,
  http: {
    method: request.method,
    path: decoded(request.path),
    protocol: request.protocol,
    sourceIp: request.sourceIp,
    userAgent: request.headers['user-agent'] ?? '',
  },
  requestId,
  routeKey,
  stage,
  time: commonLogTime(at),
  timeEpoch: at.getTime(),
});

/** API Gateway says who called, and how long the body is even when it came in chunks. */
const gatewayHeaders = ({ request: { headers, sourceIp }, body, at, requestId }: PayloadInput): Partial<Record<string, string>> => {
  const trace = `Root=1-${Math.floor(at.getTime() / 1000).toString(16)}-${Buffer.from(requestId).toString('hex').padEnd(24, '0').slice(0, 24)}`;
  return {
    'content-length': String(body.length),
    'x-amzn-trace-id': trace,
    ...headers,
    'x-forwarded-for': headers['x-forwarded-for'] ? `${headers['x-forwarded-for']}, ${sourceIp}` : sourceIp,
    'x-forwarded-port': headers.host?.split(':')[1] ?? '80',
    'x-forwarded-proto': 'http',
  };
};

/** HTTP APIs base64-encode every body but these. */
const isText = (contentType = ''): boolean => {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('text/') || /^application\/(json|javascript|xml|.+\+(json|xml))$/.test(type);
};

const joinedQuery = (rawQueryString: string): Record<string, string> => {
  const values = Map.groupBy(new URLSearchParams(rawQueryString), ([name]) => name);
  return Object.fromEntries([...values].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(',')]));
};

const mapValues = (values: Readonly<Record<string, string>>, change: (value: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));

/** Decodes a path, as an HTTP API does; text that cannot be decoded stays as it is. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `12/Mar/2020:19:03:58 +0000`. */
const commonLogTime = (at: Date): string => {
  const [, day, month, year, time] = at.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};
