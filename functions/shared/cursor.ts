import { createHash } from 'node:crypto';
import { invalid } from './problems.ts';

/**
 * An opaque cursor: where a page ended, bound to what was asked. It holds no secret and grants nothing, since the list itself is named by the request;
 * the digest tells a damaged cursor, or one of another request, from a good one.
 */
export const encodeCursor = (asked: unknown, last: string): string => signed(asked, Buffer.from(last).toString('base64url'));

/** The place a cursor names; one that this request did not lead to is refused (400). */
export const decodeCursor = (asked: unknown, cursor: string): string => {
  const [text = ''] = cursor.split('.');
  const last = Buffer.from(text, 'base64url').toString();
  if (cursor !== signed(asked, text) || !PLACE.test(last)) {
    throw invalid([{ in: 'query', pointer: '/cursor', code: 'invalid-cursor', message: 'is not a cursor of this list' }]);
  }
  return last;
};

/** A place in a list: a time and an id, or an id that tells its time (UUIDv7). */
const PLACE = /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z#[0-9a-f]{1,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const signed = (asked: unknown, text: string): string => `${text}.${digest(asked, text)}`;

const digest = (asked: unknown, text: string): string =>
  createHash('sha256')
    .update(JSON.stringify([asked, text]))
    .digest('base64url')
    .slice(0, 16);
