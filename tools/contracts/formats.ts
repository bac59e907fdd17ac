import formatsModule from 'ajv-formats/dist/formats.js';
import { hasEmailLengths } from '../../functions/shared/contract/email-lengths.ts';
import { isDateTime } from '../../functions/shared/contract/time.ts';

export { isDateTime };

/**
 * The pattern of an address in `ajv-formats`. A generated validator has no other format of that
 * package: `usedFormats` in tools/validators.ts would have to leave in another that is used here.
 */
export const EMAIL_PATTERN = formatsModule.fullFormats.email as RegExp;

export const isEmail = (text: string): boolean => EMAIL_PATTERN.test(text) && hasEmailLengths(text);
const isInt32 = (value: number): boolean => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
export const INT32 = { type: 'number', validate: isInt32 } as const;

/**
 * The meaning of the formats of our schemas. A time is what the functions read as one, and nothing
 * else.
 */
export const FORMATS = { email: isEmail, int32: INT32, 'date-time': isDateTime } as const;

/**
 * Returns the length of a text in code points, as `minLength` and `maxLength` count it (JSON Schema
 * Validation, 6.3).
 */
export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};
