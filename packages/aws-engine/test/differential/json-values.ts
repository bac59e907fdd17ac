import fc from 'fast-check';

/** Text that JSON must escape, or must not. */
export const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
  fc.constant('"\\\n\u2028\u007f'),
);

/** Members that may be missing, `undefined`, or there. */
export const some = <T>(members: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(Object.fromEntries(Object.entries<fc.Arbitrary<unknown>>(members).map(([name, value]) => [name, optional(value)])), {
    requiredKeys: [],
  });

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 6 });

/** Members of answers, some of which are null. */
export const answered = (members: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(Object.fromEntries(Object.entries(members).map(([name, value]) => [name, fc.option(value, { freq: 9 })])), {
    requiredKeys: [],
  });

/** Times as a service says them. */
export const seconds = fc.oneof(
  fc.integer({ min: 0, max: 4_000_000_000 }),
  fc.double({ min: 0, max: 4e9, noNaN: true }),
  fc.constantFrom(0, 1.7e9, 1700000000.0005, 1700000000.123),
);

export const date = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
