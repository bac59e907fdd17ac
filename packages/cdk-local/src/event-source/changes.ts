import { isDeepStrictEqual } from 'node:util';
import type { StreamRecord } from './records.ts';

const SETS = ['SS', 'NS', 'BS'];

/**
 * Returns whether DynamoDB would write a record: it writes none for a write that leaves its item as
 * it was (developer guide, "Change data capture for DynamoDB Streams"), and the native server does.
 * Only records with both images show it.
 */
export const isChange = ({ eventName, dynamodb: { OldImage, NewImage, StreamViewType } }: StreamRecord): boolean => {
  if (StreamViewType !== 'NEW_AND_OLD_IMAGES') return true;
  if (eventName === 'REMOVE') return OldImage !== undefined;
  return eventName !== 'MODIFY' || !isDeepStrictEqual(unordered(OldImage), unordered(NewImage));
};

/** Returns a value with its sets sorted, so that values that DynamoDB considers equal are equal. */
const unordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(unordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, SETS.includes(name) && isTexts(held) ? held.toSorted() : unordered(held)]),
  );
};

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((text) => typeof text === 'string');
