import type { Contract, ObjectSchema } from './contract.ts';
import { ETAG_PATTERN, VISIBLE_ASCII_PATTERN } from './schemas.ts';

const NOTHING: ObjectSchema = { type: 'object', additionalProperties: false, properties: {} };

/** The request headers an operation reads besides its credentials. */
export const headerSchema = ({ method, refusals }: Pick<Contract, 'method' | 'refusals'>): ObjectSchema => ({
  type: 'object',
  additionalProperties: false,
  properties: {
    ...(refusals.includes('version-mismatch') && { 'if-match': { type: 'string', pattern: ETAG_PATTERN } }),
    ...(method === 'POST' && { 'idempotency-key': { type: 'string', minLength: 1, maxLength: 255, pattern: VISIBLE_ASCII_PATTERN } }),
  },
});

/** The one schema that a whole request is held against, so that every violation is found at once. */
export const inputSchema = (contract: Contract) => ({
  $id: contract.operationId,
  type: 'object',
  ...(contract.body && { required: ['body'] }),
  properties: {
    path: contract.params ?? NOTHING,
    query: contract.query ?? NOTHING,
    header: headerSchema(contract),
    ...(contract.body && { body: contract.body }),
  },
});
