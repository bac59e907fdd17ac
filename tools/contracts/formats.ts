import formatsModule from 'ajv-formats/dist/formats.js';
import { hasEmailLengths } from '../../functions/shared/contract/email-lengths.ts';
import { isDateTime } from '../../functions/shared/contract/time.ts';

const { email, int32 } = formatsModule.fullFormats;
const isEmail = (text: string): boolean => (email as RegExp).test(text) && hasEmailLengths(text);

/**
 * The meaning of the formats of our schemas. A time is what the functions read as one, and nothing
 * else.
 */
export const FORMATS = { email: isEmail, int32, 'date-time': isDateTime };
