import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';

/** The headers of every answer of a function. */
export const HEADERS_OF_ALL = {
  'X-Request-Id': { description: 'The id of the request, to quote in questions about it.', schema: { type: 'string' } },
  'X-Content-Type-Options': {
    description: 'The content has the type that `Content-Type` gives.',
    schema: { type: 'string', const: 'nosniff' },
  },
  'Strict-Transport-Security': { description: 'The API is called over https only (RFC 6797).', schema: { type: 'string' } },
};

/** The headers of answers. */
export const HEADERS = {
  ...HEADERS_OF_ALL,
  ETag: { description: 'The version of the entity.', schema: { type: 'string', examples: ['"1"'] } },
  Link: { description: 'The next page, `rel="next"`, when there may be one.', schema: { type: 'string' } },
  'Resume-Cursor': {
    description: 'At the end of a list, oldest first: the `cursor` for what is created later, without duplicates.',
    schema: { type: 'string' },
  },
  Location: { description: 'The path of the new entity.', schema: { type: 'string', format: 'uri-reference' } },
  'Idempotency-Replayed': { description: '`true` when the response is a stored one.', schema: { type: 'string', const: 'true' } },
};

/** The schemes of credentials. */
export const SECURITY = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `A token of the configured issuer. Its permissions (${PERMISSIONS.join(', ')}) are read from \`permissions\`, \`scope\` or \`scp\`.`,
  },
  basic: { type: 'http', scheme: 'basic', description: "A partner's contact or API credential." },
};
