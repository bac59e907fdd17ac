import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Access } from '../contract/access.ts';
import { PROBLEMS, Refusal } from '../contract/problems.ts';
import { meter } from '../observability/installation.ts';
import { CHALLENGE_ALIAS } from './challenge-alias.ts';
import type { Middleware } from './exchange.ts';
import { logger, type ObservedOperation, requestIds } from './observe.ts';

/**
 * Answers any thrown error of an operation as a problem (RFC 9457); a defect is logged with its
 * cause, and its answer does not reveal it.
 */
export const answerProblems = (operation: ObservedOperation & { readonly access: Access }): Middleware => ({
  onError: (request) => {
    if (request.response) return;
    const { requestId } = request.event.requestContext;
    const refusal = refusalOf(request.error, operation, requestId);
    request.event.refused = refusal.code;
    request.response = problemResult(refusal, requestId, challenges(operation.access, refusal));
  },
});

/**
 * Returns the refusal to answer for any thrown error, and counts it; a defect or an outage is
 * logged with the ids of its request.
 */
export const refusalOf = (error: unknown, operation: ObservedOperation, requestId: string): Refusal => {
  const refusal = error instanceof Refusal ? error : defect();
  const { code } = refusal;
  meter.count(['Refusals', code]);
  if (PROBLEMS[code].status >= 500) logger.error('failed', { ...requestIds(operation, requestId), code, cause: causeOf(error) });
  return refusal;
};

const defect = () => new Refusal('internal-error', 'An internal error occurred; it was logged under the request id.');

const causeOf = (error: unknown): unknown => (error instanceof Refusal ? (error.cause ?? error.name) : error);

const problemResult = (
  refusal: Refusal,
  requestId: string,
  challenge: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 => {
  const body = problemOf(refusal, requestId);
  return {
    statusCode: body.status,
    headers: { 'content-type': 'application/problem+json', ...refusal.headers, ...challenge },
    body: JSON.stringify(body),
  };
};

/** Returns the problem (RFC 9457) that answers a refused request, or a row of one. */
export const problemOf = ({ code, message, members, violations }: Refusal, requestId: string) => {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:tenantry:problem:${code}`,
    title,
    status,
    detail: message,
    instance: requestId,
    code,
    message,
    ...members,
    ...(violations.length > 0 && { errors: violations }),
  };
};

/**
 * RFC 9110, section 11.6.1: a 401 names the schemes of the route; also in an alias, because API
 * Gateway may rename the header.
 */
const challenges = (access: Access, { code }: Refusal): Readonly<Record<string, string>> => {
  if (access === 'public' || PROBLEMS[code].status !== 401) return {};
  const error = code.startsWith('token-') ? ', error="invalid_token"' : '';
  const schemes = { bearer: `Bearer realm="tenantry"${error}`, basic: 'Basic realm="tenantry", charset="UTF-8"' };
  const challenge = access.schemes.map((scheme) => schemes[scheme]).join(', ');
  return { 'www-authenticate': challenge, [CHALLENGE_ALIAS]: challenge };
};
