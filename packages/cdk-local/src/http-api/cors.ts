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

/** Returns whether a request is a CORS preflight. */
export const isPreflight = ({ method, headers }: GatewayRequest): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/** Creates the gateway's own answer to a preflight that no route matches. */
export const preflightAnswer = (): Response => new Response(null, { status: 204 });

/**
 * Replaces the integration's CORS headers by the gateway's; none for an origin that is not allowed.
 */
export const addCorsHeaders = (headers: Headers, request: GatewayRequest, rules: CorsRules): void => {
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
};
