import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { invalid } from '../contract/problems.ts';

/** The position of a reader in a list. Places are sort keys of the list. */
export interface Position {
  /**
   * Everything up to this place has been shown, and nothing more will appear there; absent at the
   * beginning.
   */
  readonly after?: string;
  /** Where the reader continues, when that is further. */
  readonly at?: string;
  /** Digests of the shown places after `after`: new ones may still appear between them. */
  readonly shown: ReadonlySet<string>;
}

/** Positions in the form that a caller gets. */
export interface Cursors {
  /**
   * Returns the position as encrypted text, for this question only. The same position is the same
   * cursor.
   */
  readonly seal: (question: unknown, position: Position) => string;
  /** Returns the position of a cursor; one of another question is refused (400). */
  readonly open: (question: unknown, cursor: string) => Position;
}

/** The length of the secret of the cursors: half of it encrypts, half of it authenticates. */
export const CURSOR_SECRET_BYTES = 64;

const TAG_BYTES = 16;
const DIGEST_BYTES = 5;

/**
 * Creates the cursors of a secret. A cursor is encrypted, because it may contain a place that its
 * reader must not see, of an item that the page leaves out. The tag is also the initialisation
 * vector, as in SIV (RFC 5297): no random number, and no nonce to repeat.
 */
export const cursorsOf = (secret: Buffer): Cursors => {
  const [encryption, authentication] = [secret.subarray(0, 32), secret.subarray(32)];
  const tagOf = (question: unknown, text: Buffer): Buffer =>
    createHmac('sha256', authentication)
      .update(createHash('sha256').update(JSON.stringify(question)).digest())
      .update(text)
      .digest()
      .subarray(0, TAG_BYTES);
  return {
    seal: (question, position) => {
      const text = encode(position);
      const tag = tagOf(question, text);
      return Buffer.concat([tag, createCipheriv(CIPHER, encryption, tag).update(text)]).toString('base64url');
    },
    open: (question, cursor) => {
      const sealed = Buffer.from(cursor, 'base64url');
      // Other text for the same bytes is not the same cursor.
      if (sealed.length < TAG_BYTES || sealed.toString('base64url') !== cursor) throw notOfThisList();
      const tag = sealed.subarray(0, TAG_BYTES);
      const text = createDecipheriv(CIPHER, encryption, tag).update(sealed.subarray(TAG_BYTES));
      if (!timingSafeEqual(tag, tagOf(question, text))) throw notOfThisList();
      return decode(text);
    },
  };
};

const CIPHER = 'aes-256-ctr';

/** Creates the refusal (400) of a cursor of another question. */
export const notOfThisList = () =>
  invalid([{ in: 'query', pointer: '/cursor', code: 'invalid-cursor', message: 'is not a cursor of this list' }]);

/**
 * Returns a short digest of a place: in a position of the largest size, two are equal once in a
 * hundred million positions. It needs no key, because it is only in cursors, which are encrypted
 * under the secret of their list.
 */
export const digestOf = (place: string): string =>
  createHash('sha256').update(place).digest().subarray(0, DIGEST_BYTES).toString('base64url');

const END = '\n';

const encode = ({ after = '', at = '', shown }: Position): Buffer =>
  Buffer.concat([Buffer.from(`${after}${END}${at}${END}`), ...[...shown].map((digest) => Buffer.from(digest, 'base64url'))]);

const decode = (text: Buffer): Position => {
  const ends = text.indexOf(END);
  const begins = text.indexOf(END, ends + 1) + 1;
  const [after, at] = [text.toString('utf8', 0, ends), text.toString('utf8', ends + 1, begins - 1)];
  const shown = new Set<string>();
  for (let from = begins; from < text.length; from += DIGEST_BYTES) {
    shown.add(text.toString('base64url', from, from + DIGEST_BYTES));
  }
  return { ...(after !== '' && { after }), ...(at !== '' && { at }), shown };
};
