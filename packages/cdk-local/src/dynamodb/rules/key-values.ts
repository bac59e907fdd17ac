import { validationError } from '../../base/aws-error.ts';
import type { Attributes, AttributeValue } from './request.ts';
import type { KeyAttribute, KeyPlan } from './table-keys.ts';

const INVALID = 'One or more parameter values were invalid';
const MOST_BYTES = { partition: 2048, sort: 1024 };

/**
 * Refuses a value that is too long for a key of an index. Source: developer guide, "Quotas:
 * partition keys and sort keys".
 */
export const checkIndexKeys = (attributes: Attributes, indexes: readonly KeyPlan[]): void => {
  for (const { index, attributes: keys } of indexes)
    for (const key of keys) {
      const [bytes, most] = [sizeOf(attributes[key.name]), mostOf(key)];
      const size = `Actual Size: ${bytes} bytes Max Size: ${most} bytes IndexName: ${index}`;
      if (bytes > most) throw validationError(`${INVALID}: Size limit exceeded for Index Key ${key.name} ${size}`);
    }
};

/** Refuses a value of a key condition that no key can have. */
export const checkQueriedKey = (value: AttributeValue, { name, type }: KeyAttribute): void => {
  if (!Object.hasOwn(value, type)) throw validationError(`${INVALID}: Condition parameter type does not match schema type`);
  if (value.S !== '' && value.B !== '') return;
  throw validationError(
    'One or more parameter values are not valid. ' +
      `The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
  );
};

const mostOf = ({ isPartitionKey }: KeyAttribute): number => (isPartitionKey ? MOST_BYTES.partition : MOST_BYTES.sort);

// A number takes 21 bytes at most.
const sizeOf = ({ S, B }: AttributeValue = {}): number =>
  typeof S === 'string' ? Buffer.byteLength(S) : typeof B === 'string' ? Buffer.byteLength(B, 'base64') : 0;
