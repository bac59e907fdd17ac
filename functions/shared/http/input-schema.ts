import type { Contract, ObjectSchema } from '../contract/contract.ts';
import { ETAG_PATTERN, VISIBLE_ASCII_PATTERN } from '../contract/schemas.ts';

const NOTHING: ObjectSchema = { type: 'object', additionalProperties: false, properties: {} };

/** A key is scoped to its caller, so what anybody may call takes none. */
export const takesKey = ({ method, access }: Pick<Contract, 'method' | 'access'>): boolean => method === 'POST' && access !== 'public';

/** The request headers an operation reads besides its credentials. */
export const headerSchema = ({
  refusals,
  creates,
  ...contract
}: Pick<Contract, 'method' | 'access' | 'refusals' | 'creates'>): ObjectSchema => ({
  type: 'object',
  additionalProperties: false,
  properties: {
    ...(refusals.includes('version-mismatch') && { 'if-match': { type: 'string', pattern: ETAG_PATTERN } }),
    ...(creates && { 'if-none-match': { type: 'string', enum: ['*'] } }),
    ...(takesKey(contract) && { 'idempotency-key': { type: 'string', minLength: 1, maxLength: 255, pattern: VISIBLE_ASCII_PATTERN } }),
  },
});

/** The query parameters an operation takes. */
export const querySchema = ({ query = NOTHING, dryRun }: Pick<Contract, 'query' | 'dryRun'>): ObjectSchema =>
  dryRun
    ? {
        ...query,
        properties: {
          ...query.properties,
          dryRun: { type: 'boolean', default: false, description: 'Answers what would be done, and does nothing.' },
        },
      }
    : query;

/** The one schema that a whole request is held against, so that every violation is found at once. */
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
