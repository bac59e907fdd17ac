import { SEGMENT_PATTERN } from '../../../functions/shared/contract/schemas.ts';
import { printable } from '../../shared/printable.ts';

/** The ways to import an external id that a path segment cannot hold. */
export const EXTERNAL_ID_MODES = ['refuse', 'encode', 'metadata'] as const;

export type ExternalIdMode = (typeof EXTERNAL_ID_MODES)[number];

const SEGMENT = new RegExp(SEGMENT_PATTERN);

/** Returns whether an external id can be stored as it is. */
export const isExternalId = (text: string): boolean => SEGMENT.test(text);

/** Returns why an external id cannot be stored, and what can be done about it. */
export const externalIdFault = (text: string): string => {
  const [character = ''] = [...text].filter((one) => !/[A-Za-z0-9._~!$&'()*+,;=:@-]/.test(one));
  const what = character ? `"${printable(character)}" cannot stand in it` : 'it cannot stand in a path';
  return `${what}: import it with --external-id encode or --external-id metadata`;
};

/**
 * Writes an external id in characters that it may have: others as `~` and the hexadecimal digits of
 * their UTF-8, and `~` itself as `~7E`. No two ids become the same.
 */
export const encodeExternalId = (text: string): string =>
  /^\.{1,2}$/.test(text) ? text.replaceAll('.', '~2E') : text.replace(/[^A-Za-z0-9._!$&'()*+,;=:@-]/gu, escapeCharacter);

const escapeCharacter = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `~${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
