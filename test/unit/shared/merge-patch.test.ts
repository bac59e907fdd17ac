import fc from 'fast-check';
import { differences, mergePatch } from '../../../functions/shared/contract/merge-patch.ts';

// The test cases of RFC 7396, appendix A.
test.each<[unknown, unknown, unknown]>([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j patched with %j is %j', (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});

const names = fc.constantFrom('a', 'b', 'c/d', 'e~f', '~1', '');
const fields = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 2 }), tie('object')),
  object: fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).object as fc.Arbitrary<Record<string, unknown>>;

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The patch that leads from one state to another. */
const patchBetween = (before: Fields, after: Fields): Fields =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])].map((name) => {
      const [old, now] = [before[name], after[name]];
      return [name, isObject(old) && isObject(now) ? patchBetween(old, now) : (now ?? null)];
    }),
  );

test('a patch leads from any state to any other', () => {
  fc.assert(fc.property(fields, fields, (before, after) => expect(mergePatch(before, patchBetween(before, after))).toEqual(after)));
});

test('a patch of nothing, and one of what is there already, changes nothing', () => {
  fc.assert(
    fc.property(fields, (state) => {
      expect(mergePatch(state, {})).toEqual(state);
      expect(mergePatch(state, state)).toEqual(state);
    }),
  );
});

test('-0 is no change of 0', () => {
  expect(differences({ a: 0, b: { c: [0] } }, { a: -0, b: { c: [-0] } })).toEqual([]);
});

test('patching changes neither the state nor the patch', () => {
  fc.assert(
    fc.property(fields, fields, (state, patch) => {
      const copies = structuredClone([state, patch]);
      mergePatch(state, patch);
      expect([state, patch]).toEqual(copies);
    }),
  );
});

/** A state with the members at JSON pointers put back; `null` takes one away. */
const restored = (state: Fields, previous: readonly (readonly [string, unknown])[]): Fields =>
  previous.reduce<Fields>((current, [pointer, value]) => {
    const path = pointer
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return place(current, path, value);
  }, state);

const place = (state: Fields, [name = '', ...rest]: readonly string[], value: unknown): Fields => {
  const { [name]: there, ...others } = state;
  if (rest.length > 0) return { ...state, [name]: place(there as Fields, rest, value) };
  return value === null ? others : { ...others, [name]: value };
};

test('what differs, put back, restores the state before, and is nothing between equal states', () => {
  fc.assert(
    fc.property(fields, fields, (before, after) => {
      expect(restored(after, differences(before, after))).toEqual(before);
      expect(differences(before, before)).toEqual([]);
    }),
  );
});

test('what differs is named once, as deep as it can be', () => {
  const before = { name: 'a', contact: { phone: '1', email: 'e' }, billingId: 'x' };
  const after = { name: 'b', contact: { phone: '2', email: 'e' }, reference: 'r' };
  expect(differences(before, after)).toEqual([
    ['/name', 'a'],
    ['/contact/phone', '1'],
    ['/billingId', 'x'],
    ['/reference', null],
  ]);
});
