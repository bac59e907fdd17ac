import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Access } from '../contract/access.ts';
import { PROBLEMS, Refusal } from '../contract/problems.ts';
import { meter } from '../observability/installation.ts';
import { CHALLENGE_ALIAS } from './challenge-alias.ts';
import type { Middleware } from './exchange.ts';
import { logger } from './observe.ts';

/** Answers whatever was thrown as a problem (RFC 9457); a defect is logged with its cause and answered opaquely. */
export const answerProblems = (access: Access): Middleware => ({
  onError: (request) => {
    if (request.response) return;
    const refusal = refusalOf(request.error);
    request.event.refused = refusal.code;
    request.response = problem(refusal, request.event.requestContext.requestId, challenges(access, refusal));
  },
});

/** The refusal that a caller is told of whatever was thrown, counted; a defect, or an outage, is logged. */
export const refusalOf = (error: unknown): Refusal => {
  const refusal = error instanceof Refusal ? error : defect();
  meter.count(['Refusals', refusal.code]);
  report(error, refusal);
  return refusal;
};

const defect = () => new Refusal('internal-error', 'An internal error occurred; it was logged under the request id.');

const report = (error: unknown, { code }: Refusal): void => {
  const cause = error instanceof Refusal ? (error.cause ?? error.name) : error;
  if (PROBLEMS[code].status >= 500) logger.error('failed', { code, cause });
};

const problem = (refusal: Refusal, requestId: string, challenge: Readonly<Record<string, string>>): APIGatewayProxyStructuredResultV2 => {
  const body = problemOf(refusal, requestId);
  return {
    statusCode: body.status,
    headers: { 'content-type': 'application/problem+json', ...refusal.headers, ...challenge },
    body: JSON.stringify(body),
  };
};

/** What a refused request, or row of one, is answered: a problem (RFC 9457). */
export const problemOf = ({ code, message, members, violations }: Refusal, requestId: string) => {
  const { status, title } = PROBLEMS[code];
  return {
    ...{ type: `urn:tenantry:problem:${code}`, title, status, detail: message, instance: requestId, code, message },
    ...members,
    ...(violations.length > 0 && { errors: violations }),
  };
};

/** RFC 9110, section 11.6.1: a 401 names the schemes that the route takes; also by an alias, because API Gateway may rename the header. */
const challenges = (access: Access, { code }: Refusal): Readonly<Record<string, string>> => {
  if (access === 'public' || PROBLEMS[code].status !== 401) return {};
  const error = code.startsWith('token-') ? ', error="invalid_token"' : '';
  const schemes = { bearer: `Bearer realm="tenantry"${error}`, basic: 'Basic realm="tenantry", charset="UTF-8"' };
  const challenge = access.schemes.map((scheme) => schemes[scheme]).join(', ');
  return { 'www-authenticate': challenge, [CHALLENGE_ALIAS]: challenge };
};
