import type { GatewayRequest } from './request.ts';

/** The `CorsConfiguration` of an HTTP API. */
export interface CorsRules {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly AllowCredentials?: boolean;
  readonly MaxAge?: number;
}

/** Whether a browser asks what a page of another origin may do. */
export function isPreflight({ method, headers }: GatewayRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** What the gateway itself answers to a preflight that no route takes. */
export function preflightAnswer(): Response {
  return new Response(null, { status: 204 });
}

/** Puts the gateway's CORS headers in the place of those of the integration, which it ignores; none for an origin that may do nothing. */
export function addCorsHeaders(headers: Headers, request: GatewayRequest, rules: CorsRules): void {
  for (const name of [...headers.keys()].filter((name) => name.startsWith('access-control-'))) headers.delete(name);
  const { origin } = request.headers;
  const { AllowOrigins = [], AllowMethods = [], AllowHeaders = [], ExposeHeaders = [], AllowCredentials, MaxAge } = rules;
  if (origin === undefined || !(AllowOrigins.includes('*') || AllowOrigins.includes(origin))) return;

  const preflight = isPreflight(request);
  const values: Readonly<Record<string, string | undefined>> = {
    'allow-origin': AllowOrigins.includes('*') ? '*' : origin,
    'allow-credentials': AllowCredentials ? 'true' : undefined,
    'allow-methods': preflight ? AllowMethods.join(',') : undefined,
    'allow-headers': preflight ? AllowHeaders.map((name) => name.toLowerCase()).join(',') : undefined,
    'max-age': preflight && MaxAge !== undefined ? String(MaxAge) : undefined,
    'expose-headers': ExposeHeaders.map((name) => name.toLowerCase()).join(','),
  };
  for (const [name, value] of Object.entries(values)) if (value) headers.set(`access-control-${name}`, value);
}
