import fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../../functions/shared/cursor.ts';

const asked = ['partners', { isActive: true }, 7];
const invalidCursor = expect.objectContaining({
  code: 'invalid-request',
  violations: [expect.objectContaining({ in: 'query', pointer: '/cursor', code: 'invalid-cursor' })],
});
const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => value.isWellFormed());

const place = fc
  .tuple(
    fc.date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true }),
    fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  )
  .map(([at, id]) => `${at.toISOString()}#${id}`);

test('a cursor leads back to the place it was made from, for the same question', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), place, (question, place) => {
      expect(decodeCursor(question, encodeCursor(question, place))).toBe(place);
    }),
  );
});

test('a cursor goes into a query as it is', () => {
  fc.assert(fc.property(text, (place) => expect(encodeCursor(asked, place)).toMatch(/^[\w.-]+$/)));
});

test('a cursor with any character changed, left out or put in is refused', () => {
  const cursor = encodeCursor(asked, '2026-11-22T14:15:22.000Z#1804289383');
  const edit = fc.record({
    at: fc.nat(cursor.length - 1),
    by: fc.constantFrom('', 'A', 'b', '9', '-', '_', '.', '%', 'é'),
    cut: fc.nat(1),
  });
  fc.assert(
    fc.property(edit, ({ at, by, cut }) => {
      const changed = cursor.slice(0, at) + by + cursor.slice(at + cut);
      fc.pre(changed !== cursor);
      expect(() => decodeCursor(asked, changed)).toThrow(invalidCursor);
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
  expect(() => decodeCursor(asked, encodeCursor(other, 'place'))).toThrow(invalidCursor);
});

test.each(['', '.', 'x', 'x.', '.x', '%00', `${encodeCursor(asked, 'a')}.${encodeCursor(asked, 'b')}`])('%p is no cursor', (cursor) => {
  expect(() => decodeCursor(asked, cursor)).toThrow(invalidCursor);
});

test.each(['', 'x', '2026#-1', '2026-11-22T14:15:22.000Z#', `2026-11-22T14:15:22.000Z#${'1'.repeat(33)}`])(
  'a cursor made up for the place %p is refused',
  (made) => {
    expect(() => decodeCursor(asked, encodeCursor(asked, made))).toThrow(invalidCursor);
  },
);
