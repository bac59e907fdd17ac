import type { Contract } from '../../functions/shared/contract/contract.ts';
import { PROBLEMS, type ProblemCode } from '../../functions/shared/contract/problems.ts';
import { dateTime } from '../../functions/shared/contract/schemas.ts';
import { keepsAnswer } from '../../functions/shared/http/input-schema.ts';
import { referTo } from '../documents/schemas.ts';
import { HEADERS_OF_ALL } from './components.ts';

/**
 * RFC 9457, with the members this API adds. One schema for all errors: what the gateway answers by
 * itself has only a message, so clients must not count on more.
 */
export const problemSchema = {
  title: 'Problem',
  description: 'An error (RFC 9457). One that the gateway answers has only `message`; all others have the first seven members.',
  type: 'object',
  required: ['message'],
  properties: {
    type: { type: 'string', description: 'A URN that names the kind of problem.', examples: ['urn:tenantry:problem:name-taken'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The request id, as in `X-Request-Id`.' },
    code: { type: 'string', enum: Object.keys(PROBLEMS), description: 'Stable: the last part of `type`.' },
    message: { type: 'string', description: 'The same as `detail`, where there is one.' },
    permission: { type: 'string', description: 'The permission that is missing.' },
    name: { type: 'string', description: 'The name that is taken.' },
    reference: { type: 'string', description: 'The reference that is taken.' },
    userName: { type: 'string', description: 'The user name that is taken.' },
    externalId: { type: 'string', description: 'The external id that is taken.' },
    deletedAt: { ...dateTime, description: 'When it was deleted.' },
    purgeAt: { ...dateTime, description: 'Until when it can be restored.' },
    limitName: { type: 'string', description: 'The limit that is reached.' },
    limit: { type: 'integer', description: 'What the limit allows.' },
    count: { type: 'integer', description: 'The present or requested number; -1 is unlimited.' },
    errors: {
      type: 'array',
      description: 'Every violation of an invalid request, at most 100.',
      items: {
        title: 'Violation',
        type: 'object',
        additionalProperties: false,
        required: ['in', 'pointer', 'code', 'message'],
        properties: {
          in: { type: 'string', enum: ['body', 'path', 'query', 'header'] },
          pointer: { type: 'string', description: 'RFC 6901 JSON pointer into that part.' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;

/** References to the headers of every answer of a function. */
export const EVERY_ANSWER = Object.fromEntries(Object.keys(HEADERS_OF_ALL).map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/**
 * Lists the problems of an operation: those that its contract names, and those that its access, its
 * input and its dependencies imply.
 */
export const problemsOf = (contract: Contract): readonly ProblemCode[] => {
  const { access, body, method, refusals } = contract;
  const codes: readonly ProblemCode[] = [
    'invalid-request',
    ...(body ? (['malformed-json', 'body-too-large', 'unsupported-media-type'] as const) : []),
    ...(access === 'public'
      ? []
      : ([
          'credentials-missing',
          'credentials-invalid',
          'token-expired',
          'token-invalid',
          'permission-missing',
          'foreign-tenant',
        ] as const)),
    ...refusals,
    ...(keepsAnswer(contract) ? (['idempotency-key-reused'] as const) : []),
    ...(method === 'POST' ? (['contention'] as const) : []),
    'too-many-requests',
    'internal-error',
    'dependency-unavailable',
  ];
  // A contract may also name one that its access or its method implies.
  return [...new Set(codes)];
};

/** Describes the problem responses of an operation, one a status, with an example a code. */
export const problemResponses = (contract: Contract): Readonly<Record<string, object>> => {
  const byStatus = new Map([[431, []], ...Map.groupBy(problemsOf(contract), (code) => PROBLEMS[code].status)]);
  return Object.fromEntries([...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [status, response(contract, status, codes)]));
};

const response = (contract: Contract, status: number, codes: readonly ProblemCode[]) => {
  const shaped = codes.filter((code) => isShaped(contract, code));
  const message = GATEWAY[status];
  return {
    description: [...shaped.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`), ...(message ? [`Gateway: ${message}.`] : [])].join(' '),
    ...(shaped.length > 0 && { headers: { ...EVERY_ANSWER, ...EXTRA_HEADERS[status] } }),
    content: {
      ...(shaped.length > 0 && problem(shaped)),
      ...(message && { 'application/json': { schema: referTo(problemSchema), example: { message } } }),
    },
  };
};

const problem = (codes: readonly ProblemCode[]) => ({
  'application/problem+json': {
    schema: referTo(problemSchema),
    examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
  },
});

// Throttling is answered by the gateway itself, whose body and headers cannot be shaped; a function
// answers 429 to whoever guesses passwords, and where its contract says so.
const isShaped = ({ access, refusals }: Contract, code: ProblemCode): boolean =>
  code !== 'too-many-requests' ||
  refusals.includes(code) ||
  (access !== 'public' && (access.schemes as readonly string[]).includes('basic'));

/** The messages of answers that the gateway makes itself, by status. */
const GATEWAY: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const EXTRA_HEADERS: Readonly<Record<number, object>> = {
  401: {
    'WWW-Authenticate': {
      description: 'The schemes that this route accepts. A gateway may rename it to `x-amzn-remapped-www-authenticate`.',
      schema: { type: 'string' },
    },
    'X-WWW-Authenticate': { description: 'The same value, in case a gateway renames the other.', schema: { type: 'string' } },
  },
  429: { 'Retry-After': { description: 'Seconds to wait; absent where the gateway answers.', schema: { type: 'integer' } } },
  503: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
};

/** Lists an example of every problem of the operations, for the components of the document. */
export const problemExamples = (contracts: readonly Contract[]) =>
  Object.fromEntries([...new Set(contracts.flatMap(problemsOf))].map(example));

// What some problems say besides.
const MEMBERS: Readonly<Partial<Record<ProblemCode, object>>> = {
  'organization-deleted': { deletedAt: '2026-11-22T15:02:10.000Z', purgeAt: '2026-12-22T15:02:10.000Z' },
  'limit-reached': { limitName: 'allowedOrganizations', limit: 25, count: 25 },
  'reseller-not-empty': { count: 3 },
};

const example = (code: ProblemCode) => {
  const { status, title } = PROBLEMS[code];
  const errors = code === 'invalid-request' ? { errors: [{ in: 'body', pointer: '/name', code: 'required', message: 'is required' }] } : {};
  const detail = code === 'invalid-request' ? 'body /name is required' : `${title}.`;
  return [
    code,
    {
      value: {
        type: `urn:tenantry:problem:${code}`,
        title,
        status,
        detail,
        instance: 'JKJaXmPLvHcESHA=',
        code,
        message: detail,
        ...MEMBERS[code],
        ...errors,
      },
    },
  ] as const;
};
