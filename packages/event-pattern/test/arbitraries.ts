import fc from 'fast-check';

interface Alphabet {
  /** Names of members. */
  readonly name: fc.Arbitrary<string>;
  readonly text: fc.Arbitrary<string>;
  readonly number: fc.Arbitrary<number>;
}

/** Addresses, which are texts that `cidr` looks into. */
export const ADDRESSES = ['10.0.0.1', '::1', '::ffff:a00:1'] as const;

const operatorOf = ({ text, number }: Alphabet) =>
  fc.oneof(
    fc.record({ prefix: fc.oneof(text, fc.record({ 'equals-ignore-case': text })) }),
    fc.record({ suffix: fc.oneof(text, fc.record({ 'equals-ignore-case': text })) }),
    fc.record({ 'equals-ignore-case': text }),
    fc.record({ wildcard: text }),
    fc.record({ exists: fc.boolean() }),
    fc.record({ numeric: fc.tuple(fc.constantFrom('<', '<=', '=', '>', '>='), number) }),
    fc.record({ numeric: fc.tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number) }),
    fc.record({ cidr: fc.constantFrom('10.0.0.1/8', '10.0.0.1/32', '::1/127', '::1/130', 'fe80::/10', '::ffff:a00:1/24') }),
    fc.record({ 'anything-but': exceptionOf({ text, number }) }),
  );

const exceptionOf = ({ text, number }: Pick<Alphabet, 'text' | 'number'>) => {
  const texts = fc.oneof(text, fc.array(text, { maxLength: 2 }));
  return fc.oneof(
    text,
    number,
    fc.array(text),
    fc.array(number),
    fc.record({ prefix: text, suffix: text }, { requiredKeys: [] }),
    ...['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].map((operator) => texts.map((argument) => ({ [operator]: argument }))),
  );
};

/** Returns arbitrary patterns, a few of which are refused, and events, of one alphabet. */
export const patternsAndEvents = (alphabet: Alphabet) => {
  const { name, text, number } = alphabet;
  const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
  const nonsense = fc.jsonValue({ maxDepth: 1 });
  const accepted = fc.oneof(
    { arbitrary: scalar, weight: 15 },
    { arbitrary: operatorOf(alphabet), weight: 15 },
    { arbitrary: nonsense, weight: 1 },
  );
  const values = fc.array(accepted, { minLength: 1, maxLength: 2 });
  const fields = fc.dictionary(name, values, { minKeys: 1, maxKeys: 2 });
  const nested = fc.dictionary(name, fc.oneof(values, fields), { minKeys: 1, maxKeys: 2 });
  const alternatives = fc.array(nested, { minLength: 2, maxLength: 3 });
  const pattern = fc.oneof(nested, fc.record({ a: fc.oneof(values, nested), $or: alternatives }));

  const list = fc.array(scalar, { maxLength: 2 });
  const inner = fc.dictionary(name, fc.oneof(scalar, list), { maxKeys: 2 });
  const part = fc.oneof(scalar, list, inner, fc.array(fc.oneof(inner, list, scalar), { maxLength: 3 }));
  const event = fc.dictionary(name, part, { maxKeys: 3 });

  /** An event with the members that a pattern names, many of which have a value that it names. */
  const likeness = (of: unknown): fc.Arbitrary<unknown> => {
    if (Array.isArray(of)) return fc.oneof(scalar, list, ...of.map((value) => fc.constant(namedIn(value))));
    if (typeof of !== 'object' || of === null) return scalar;
    const { $or, ...members } = of as Readonly<Record<string, unknown>>;
    const own = fc.record(Object.fromEntries(Object.entries(members).map(([member, inside]) => [member, likeness(inside)])));
    if (!Array.isArray($or)) return own;
    return fc.tuple(own, fc.oneof(...$or.map(likeness))).map(([one, other]) => Object.assign({}, one, other));
  };

  return { pattern, event, likeness };
};

/** A value that a pattern names: itself, or the argument of its operator. */
const namedIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? namedIn(Object.values(value)[0]) : (value ?? null);
