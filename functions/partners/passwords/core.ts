import { normalise } from '../../shared/table/key-encoding.ts';

/**
 * Returns a password as it is compared with common ones: in lower case, without what is no letter
 * at its ends, such as a year.
 */
export const coreOf = (password: string): string => normalise(password).replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
