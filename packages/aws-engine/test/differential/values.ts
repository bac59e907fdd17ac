import fc from 'fast-check';

class Instance {
  readonly a: unknown;
  readonly constructor_: string;

  constructor(a: unknown) {
    this.a = a;
    this.constructor_ = 'x';
  }
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
  fc.constant('"\\\n\u2028\u007f'),
);
const bytes = fc.uint8Array({ maxLength: 9 });
// `__proto__` is no attribute that the SDK can send.
const name = text.filter((key) => key !== '__proto__');

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
  fc.constantFrom(0, -0, 1e-7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0.1),
);
/** Numbers that may not be sent: beyond the safe integers, or none at all. */
const badNumber = fc.constantFrom(2 ** 53, -(2 ** 53), 1e21, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);

const set = fc.oneof(
  fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).map((items) => new Set<unknown>(items)),
  fc.uniqueArray(number, { minLength: 1, maxLength: 4 }).map((items) => new Set<unknown>(items)),
  fc.uniqueArray(fc.bigInt(), { minLength: 1, maxLength: 4 }).map((items) => new Set<unknown>(items)),
  fc.array(bytes, { minLength: 1, maxLength: 3 }).map((items) => new Set<unknown>(items)),
  fc.constant(new Set<unknown>([undefined, 'a'])),
);

/** Values that an item may have, and some of which the marshaller removes a part or refuses. */
const { value } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 6, arbitrary: number },
    {
      weight: 2,
      arbitrary: fc.oneof(
        fc.boolean(),
        fc.constant(null),
        fc.bigInt(),
        bytes,
        bytes.map((array) => Buffer.from(array)),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.oneof(
        set,
        fc.constant(undefined),
        fc.constant(() => 1),
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(new Date(0), new Instance('y'), Object('boxed'), Object(7), Object(true)) },
  ),
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 2 }).map((members) => new Map(Object.entries(members))),
    fc.dictionary(fc.constantFrom('constructor', 'toString', 'B', 'BS', 'M'), tie('value'), { maxKeys: 3 }),
    tie('value').map((member) => new Instance(member)),
  ),
}));

const REFUSED = fc.oneof(badNumber, fc.constantFrom<unknown>(new Set(), new Set([{}])));

/** An item to send; one in forty has a value that cannot be sent. */
export const item = fc
  .tuple(fc.dictionary(name, value, { maxKeys: 5 }), fc.option(REFUSED, { freq: 40 }))
  .map(([members, refused]) => ({ ...members, ...(refused !== null && { refused }) }));

export const key = fc.record({ pk: text, sk: fc.oneof(text, number) });

const base64 = bytes.map((array) => Buffer.from(array).toString('base64'));
const digits = fc.oneof(
  number.map(String),
  fc.bigInt().map(String),
  fc.constantFrom('1e30', '1.5', '1.0', '123456789012345678901234567890', '1E-5'),
);

/** Attribute values as a service sends them; some numbers have no exact value. */
const { attribute } = fc.letrec<{ attribute: Readonly<Record<string, unknown>> }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text.map((S) => ({ S })),
    digits.map((N) => ({ N })),
    fc.oneof(
      fc.boolean().map((BOOL) => ({ BOOL })),
      fc.constant({ NULL: true }),
      base64.map((B) => ({ B })),
    ),
    fc.oneof(
      fc.array(text).map((SS) => ({ SS })),
      fc.array(digits).map((NS) => ({ NS })),
      fc.array(base64).map((BS) => ({ BS })),
    ),
    fc.array(tie('attribute'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(fc.oneof(name, fc.constantFrom('B', 'BS', 'S')), tie('attribute'), { maxKeys: 4 }).map((M) => ({ M })),
  ),
}));

/** An item as a service sends it. */
export const storedItem = fc.dictionary(fc.oneof(name, fc.constantFrom('B', 'BS', 'S')), attribute, { maxKeys: 5 });
