import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { paging } from '../../../functions/shared/contract/schemas.ts';
import { CURSOR_SECRET_BYTES, cursorsOf, digestOf, type Position } from '../../../functions/shared/table/cursor.ts';
import { MAX_SHOWN } from '../../../functions/shared/table/list-page.ts';

const cursors = cursorsOf(randomBytes(CURSOR_SECRET_BYTES));
const question = ['partners', { isActive: true }, 7];
const invalidCursor = expect.objectContaining({
  code: 'invalid-request',
  violations: [{ in: 'query', pointer: '/cursor', code: 'invalid-cursor', message: 'is not a cursor of this list' }],
});

const place = fc.oneof(
  fc
    .tuple(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    )
    .map(([at, id]) => `${at.toISOString()}#${id}`),
  fc.uuid({ version: 7 }),
);
const position: fc.Arbitrary<Position> = fc.record(
  { after: place, at: place, shown: fc.array(place).map((places) => new Set(places.map(digestOf))) },
  { requiredKeys: ['shown'] },
);
const at = (after: string): Position => ({ after, shown: new Set() });
const PLACE = '2026-11-22T14:15:22.000Z#1804289383';

test('a cursor leads back to the position it was made from, for the same question', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), position, (question, position) => {
      expect(cursors.open(question, cursors.seal(question, position))).toEqual(position);
    }),
  );
});

test('a cursor goes into a query as it is, and is the same for the same position', () => {
  fc.assert(
    fc.property(position, (position) => {
      const cursor = cursors.seal(question, position);
      expect(cursor).toMatch(/^[\w-]+$/);
      expect(cursors.seal(question, position)).toBe(cursor);
    }),
  );
});

test('the longest cursor is one that a list takes', () => {
  const shown = new Set(Array.from({ length: MAX_SHOWN }, (_, index) => digestOf(String(index))));
  expect(shown.size).toBe(MAX_SHOWN);
  expect(cursors.seal(question, { after: PLACE, at: PLACE, shown }).length).toBeLessThanOrEqual(paging.cursor.maxLength);
});

test('a cursor tells nothing of the places it holds: not a byte of them is where it would be in clear', () => {
  const bytes = (after: string) => Buffer.from(cursors.seal(question, at(after)), 'base64url');
  const [one, other] = [bytes('01932f6c-91d4-7d2a-8f11-0c5a2b7a9e31'), bytes('01932f6c-91d4-7d2a-8f11-0c5a2b7a9e32')];
  expect(one.includes(Buffer.from('01932f6c'))).toBe(false);
  // Neighbours share all but one digit, and so would a mere exclusive or.
  expect(one.filter((byte, index) => byte === other[index]).length).toBeLessThan(one.length / 4);
});

test('a cursor with any character changed, left out or put in is refused', () => {
  const cursor = cursors.seal(question, at(PLACE));
  const edit = fc.record({
    at: fc.nat(cursor.length - 1),
    by: fc.constantFrom('', 'A', 'b', '9', '-', '_', '.', '%', '=', 'é'),
    cut: fc.nat(1),
  });
  fc.assert(
    fc.property(edit, ({ at, by, cut }) => {
      const changed = cursor.slice(0, at) + by + cursor.slice(at + cut);
      fc.pre(changed !== cursor);
      expect(() => cursors.open(question, changed)).toThrow(invalidCursor);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['another list', ['contacts', { isActive: true }, 7]],
  ['another filter', ['partners', { isActive: false }, 7]],
  ['no filter', ['partners', {}, 7]],
  ['another caller', ['partners', { isActive: true }, null]],
])('a cursor of %s is refused', (_, other) => {
  expect(() => cursors.open(question, cursors.seal(other, at(PLACE)))).toThrow(invalidCursor);
});

test('a cursor of another installation is refused', () => {
  const theirs = cursorsOf(randomBytes(CURSOR_SECRET_BYTES));
  expect(() => cursors.open(question, theirs.seal(question, at(PLACE)))).toThrow(invalidCursor);
});

test.each(['', '.', 'x', 'A'.repeat(22), 'A'.repeat(64), '%00', 'MjAyNg.c2lnbmVk'])('%p is no cursor', (cursor) => {
  expect(() => cursors.open(question, cursor)).toThrow(invalidCursor);
});
