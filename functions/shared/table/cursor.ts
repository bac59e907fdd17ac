import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { invalid } from '../contract/problems.ts';

/** How far a reader of a list has come. Places are sort keys of the list. */
export interface Position {
  /** Everything up to this place has been shown, and nothing more will appear there; absent at the beginning. */
  readonly after?: string;
  /** Where the reader goes on when it has gone further than that. */
  readonly at?: string;
  /** Digests of the places behind `after` that have been shown: those before them may still fill. */
  readonly shown: ReadonlySet<string>;
}

/** Positions as a caller carries them. */
export interface Cursors {
  /** The position as text that tells nothing, for this question only. The same position is the same cursor. */
  readonly seal: (question: unknown, position: Position) => string;
  /** The position of a cursor; one that this question did not lead to is refused (400). */
  readonly open: (question: unknown, cursor: string) => Position;
}

/** How long the secret of the cursors is: half of it encrypts, half of it authenticates. */
export const CURSOR_SECRET_BYTES = 64;

const TAG_BYTES = 16;
const DIGEST_BYTES = 5;

/**
 * Cursors under one secret. A place may be one that its reader must not know of, where what is left out of a page was seen on the way:
 * so a cursor is encrypted. The tag is also the initialisation vector, as in SIV (RFC 5297): no random number, and no nonce to repeat.
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
      const text = written(position);
      const tag = tagOf(question, text);
      return Buffer.concat([tag, createCipheriv(CIPHER, encryption, tag).update(text)]).toString('base64url');
    },
    open: (question, cursor) => {
      const sealed = Buffer.from(cursor, 'base64url');
      // Text that means the same bytes is not the same cursor.
      if (sealed.length < TAG_BYTES || sealed.toString('base64url') !== cursor) throw notOfThisList();
      const tag = sealed.subarray(0, TAG_BYTES);
      const text = createDecipheriv(CIPHER, encryption, tag).update(sealed.subarray(TAG_BYTES));
      if (!timingSafeEqual(tag, tagOf(question, text))) throw notOfThisList();
      return read(text);
    },
  };
};

const CIPHER = 'aes-256-ctr';

/** Refuses a cursor that the question did not lead to (400). */
export const notOfThisList = () =>
  invalid([{ in: 'query', pointer: '/cursor', code: 'invalid-cursor', message: 'is not a cursor of this list' }]);

/**
 * A short digest of a place: among the most that a position holds, two are alike once in a hundred million positions. It needs no
 * key of its own: it only stands inside a cursor, which is encrypted under the secret of its list.
 */
export const digestOf = (place: string): string =>
  createHash('sha256').update(place).digest().subarray(0, DIGEST_BYTES).toString('base64url');

const END = '\n';

const written = ({ after = '', at = '', shown }: Position): Buffer =>
  Buffer.concat([Buffer.from(`${after}${END}${at}${END}`), ...[...shown].map((digest) => Buffer.from(digest, 'base64url'))]);

const read = (text: Buffer): Position => {
  const ends = text.indexOf(END);
  const begins = text.indexOf(END, ends + 1) + 1;
  const [after, at] = [text.toString('utf8', 0, ends), text.toString('utf8', ends + 1, begins - 1)];
  const shown = new Set<string>();
  for (let from = begins; from < text.length; from += DIGEST_BYTES) {
    shown.add(text.toString('base64url', from, from + DIGEST_BYTES));
  }
  return { ...(after !== '' && { after }), ...(at !== '' && { at }), shown };
};
