import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { CONTRACTS } from '../../functions/operations.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/** What callers may send besides what every page may. */
const REQUEST_HEADERS = ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'Traceparent'];

/** What pages may read of an answer besides what every page may. */
const RESPONSE_HEADERS = [
  ...['Allow', 'ETag', 'Idempotency-Replayed', 'Link', 'Location'],
  ...['Resume-Cursor', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id', 'X-WWW-Authenticate'],
];

/**
 * What pages of other origins may do: everything that the API takes. Credentials are a header and
 * never a cookie.
 */
export const preflightOf = ({ allowOrigins, maxAgeSeconds }: NonNullable<Configuration['cors']>): CorsPreflightOptions => ({
  allowOrigins: [...allowOrigins],
  allowMethods: [...new Set(CONTRACTS.map(({ method }) => CorsHttpMethod[method]))],
  allowHeaders: REQUEST_HEADERS,
  exposeHeaders: RESPONSE_HEADERS,
  maxAge: Duration.seconds(maxAgeSeconds),
});
