import type { Contract, ObjectSchema } from '../contract/contract.ts';
import { ETAGS_PATTERN, VISIBLE_ASCII_PATTERN } from '../contract/schemas.ts';

const NOTHING: ObjectSchema = { type: 'object', additionalProperties: false, properties: {} };

/**
 * True when an operation accepts an idempotency key, which is scoped to its caller, so that a
 * public operation has none.
 */
export const acceptsKey = ({ method, access }: Pick<Contract, 'method' | 'access'>): boolean => method === 'POST' && access !== 'public';

/**
 * True when the answer to a key is kept. Rows that are validated one by one have keys one by one:
 * the request has none, and what nobody has looked at yet may be nested deeper than a digest of
 * the whole can follow.
 */
export const keepsAnswer = (contract: Pick<Contract, 'method' | 'access' | 'documentedBody'>): boolean =>
  acceptsKey(contract) && contract.documentedBody === undefined;

/** Returns the schema of the request headers that an operation reads besides its credentials. */
export const headerSchema = ({
  refusals,
  creates,
  ...contract
}: Pick<Contract, 'method' | 'access' | 'refusals' | 'creates'>): ObjectSchema => ({
  type: 'object',
  additionalProperties: false,
  properties: {
    ...(refusals.includes('version-mismatch') && { 'if-match': { type: 'string', pattern: ETAGS_PATTERN } }),
    ...(creates && { 'if-none-match': { type: 'string', enum: ['*'] } }),
    ...(acceptsKey(contract) && { 'idempotency-key': { type: 'string', minLength: 1, maxLength: 255, pattern: VISIBLE_ASCII_PATTERN } }),
  },
});

/** Returns the schema of the query parameters of an operation. */
export const querySchema = ({ query = NOTHING, dryRun }: Pick<Contract, 'query' | 'dryRun'>): ObjectSchema =>
  dryRun
    ? {
        ...query,
        properties: {
          ...query.properties,
          dryRun: { type: 'boolean', default: false, description: 'Returns what would be done, and does nothing.' },
        },
      }
    : query;

/**
 * Returns the one schema that validates a whole request, so that every violation is found at once.
 */
export const inputSchema = (contract: Contract) => ({
  $id: contract.operationId,
  type: 'object',
  ...(contract.body && { required: ['body'] }),
  properties: {
    path: contract.params ?? NOTHING,
    query: querySchema(contract),
    header: headerSchema(contract),
    ...(contract.body && { body: contract.body }),
  },
});
