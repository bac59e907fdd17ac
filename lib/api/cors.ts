import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/** The request headers that pages may send, except those that CORS always allows. */
const REQUEST_HEADERS = ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'Traceparent'];

/** The response headers that pages may read, except those that CORS always exposes. */
const RESPONSE_HEADERS = [
  ...['Allow', 'ETag', 'Idempotency-Replayed', 'Link', 'Location'],
  ...['Resume-Cursor', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id', 'X-WWW-Authenticate'],
];

/**
 * Allows pages of other origins everything that the API accepts. Credentials are a header and never
 * a cookie.
 */
export const preflightOf = ({ allowOrigins, maxAgeSeconds }: NonNullable<Configuration['cors']>): CorsPreflightOptions => ({
  allowOrigins: [...allowOrigins],
  allowMethods: [...new Set(CONTRACTS.map(({ method }) => CorsHttpMethod[method]))],
  allowHeaders: REQUEST_HEADERS,
  exposeHeaders: RESPONSE_HEADERS,
  maxAge: Duration.seconds(maxAgeSeconds),
});
