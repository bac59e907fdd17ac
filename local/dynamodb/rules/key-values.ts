import { validationError } from '../../aws-error.ts';
import type { Attributes, AttributeValue } from './request.ts';
import type { KeyAttribute, KeyPlan } from './table-keys.ts';

const INVALID = 'One or more parameter values were invalid';
const NOT_VALID = 'One or more parameter values are not valid.';
const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty string value.';
const MOST_BYTES = { partition: 2048, sort: 1024 };

/** Refuses a value that no key of an index may have; an item without one is not in the index. Source: "Quotas: partition keys and sort keys". */
export const checkIndexKeys = (attributes: Attributes, indexes: readonly KeyPlan[], isUpdate: boolean): void => {
  for (const { index, attributes: keys } of indexes)
    for (const key of keys) {
      const value = attributes[key.name];
      if (value !== undefined) checkIndexKey(value, key, index, isUpdate);
    }
};

const checkIndexKey = (value: AttributeValue, key: KeyAttribute, index: string | undefined, isUpdate: boolean): void => {
  requireType(
    value,
    key,
    (actual) => `${INVALID}: Type mismatch for Index Key ${key.name} Expected: ${key.type} Actual: ${actual} IndexName: ${index}`,
  );
  const what = isUpdate
    ? 'The update expression attempted to update a secondary index key to a value that is not supported.'
    : 'A value specified for a secondary index key is not supported.';
  if (isEmpty(value)) throw validationError(`${NOT_VALID} ${what} ${EMPTY} IndexName: ${index}, IndexKey: ${key.name}`);
  const [bytes, most] = [sizeOf(value), mostOf(key)];
  const size = `Actual Size: ${bytes} bytes Max Size: ${most} bytes IndexName: ${index}`;
  if (bytes > most) throw validationError(`${INVALID}: Size limit exceeded for Index Key ${key.name} ${size}`);
};

/** Refuses a value that a key condition cannot ask for. */
export const checkAskedKey = (value: AttributeValue, key: KeyAttribute): void => {
  requireType(value, key, () => `${INVALID}: Condition parameter type does not match schema type`);
  if (isEmpty(value)) throw validationError(`${NOT_VALID} ${EMPTY} Key: ${key.name}`);
};

const requireType = (value: AttributeValue, { type }: KeyAttribute, refusal: (actual: string) => string): void => {
  if (!Object.hasOwn(value, type)) throw validationError(refusal(Object.keys(value).join()));
};

const isEmpty = (value: AttributeValue): boolean => value.S === '' || value.B === '';

const mostOf = ({ isPartitionKey }: KeyAttribute): number => (isPartitionKey ? MOST_BYTES.partition : MOST_BYTES.sort);

// A number takes 21 bytes at most.
const sizeOf = ({ S, B }: AttributeValue): number =>
  typeof S === 'string' ? Buffer.byteLength(S) : typeof B === 'string' ? Buffer.byteLength(B, 'base64') : 0;
