import { hash } from 'node:crypto';
import type { ReadRecord, ValueFault } from './mapping/record.ts';

/** The API takes bodies of 256 KiB; the rest is room for what surrounds the rows. */
export const MAX_BODY_BYTES = 240 * 1024;

/** The place of a row in the file. */
export interface Place {
  /** The line it starts on. */
  readonly line: number;
  /** The number of bytes of the file up to its end. */
  readonly end: number;
  /** The row as the file has it, for those that are refused. */
  readonly original?: Original;
}

/** A row as it stands in its file. */
export interface Original {
  /** Its number in a spreadsheet, or its line in a file of JSON. */
  readonly row: number;
  /** Of a CSV. */
  readonly cells?: readonly string[];
  /** Of JSON. */
  readonly text?: string;
}

/** A row that can be sent. */
export interface Row extends Place {
  readonly key: string;
  /** The row as the batch route takes it, idempotency key included. */
  readonly text: string;
  readonly bytes: number;
}

/** A row that cannot be sent, and why. */
export interface UnreadableRow extends Place {
  readonly code: 'unreadable-line' | 'row-too-large' | 'invalid-value';
  readonly detail: string;
  readonly errors?: readonly ValueFault[];
}

/** The input of a row's key, besides the row itself. */
export interface KeyScope {
  readonly reseller: string;
  readonly name: string;
}

/**
 * Returns the same key for the same row of the same file, wherever it stands. So a row that is sent
 * again after a crash gets its first answer. Two equal rows of a file are therefore one
 * organization. The line number would not do: an inserted line moves all lines below it.
 */
export const rowKey = ({ reseller, name }: KeyScope, row: object): string =>
  // The reseller is in it because one file may be imported for several, by one caller and into one
  // result file.
  `import-${hash('sha256', canonical([reseller, name, row]), 'base64url')}`;

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** Creates a row from its content and its JSON text, which keeps its own idempotency key. */
export const rowOf = (scope: KeyScope, place: Place, content: object, text: string): Row | UnreadableRow => {
  const key = rowKey(scope, content);
  const keyed = Object.hasOwn(content, 'idempotencyKey') ? text : withMember(text, 'idempotencyKey', key);
  const bytes = Buffer.byteLength(keyed);
  return bytes > MAX_ROW_BYTES ? tooLarge(place) : { ...place, key, text: keyed, bytes };
};

const MAX_ROW_BYTES = MAX_BODY_BYTES - 1024;

/** Creates the result of a row that is too large for any request. */
export const tooLarge = (place: Place): UnreadableRow => ({
  ...place,
  code: 'row-too-large',
  detail: `The row has more than ${MAX_ROW_BYTES} bytes of JSON.`,
});

// In the text rather than in the object, so that what the file says reaches the API as it is
// spelled.
const withMember = (text: string, name: string, value: string): string => {
  const rest = text.slice(1).trimStart();
  return `{"${name}":"${value}"${rest === '}' ? '' : ','}${rest}`;
};

/** Creates a row from what was read of its cells: one that can be sent only if all values can. */
export const rowFrom = (scope: KeyScope, place: Place, { organization, faults }: ReadRecord): Row | UnreadableRow => {
  if (faults.length === 0) return rowOf(scope, place, organization, JSON.stringify(organization));
  const detail = faults.map(({ pointer, message }) => `${pointer.slice(1).replaceAll('/', '.')} ${message}`.trim()).join('; ');
  return { ...place, code: 'invalid-value', detail: `${detail}.`, errors: faults };
};
