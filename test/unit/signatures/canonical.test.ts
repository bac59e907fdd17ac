import fc from 'fast-check';
import { canonicalJson } from '../../../functions/signatures/canonical.ts';
import { canonical as canonicalOfReceivers } from '../../../receiver/verify-webhook.ts';

const both = [
  ['the product', canonicalJson],
  ['the verifier', canonicalOfReceivers],
] as const;

// RFC 8785, section 3.2.2 and 3.2.4.
const SAMPLE = String.raw`{
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false]
}`;
const SAMPLE_HEX =
  '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d';

// RFC 8785, section 3.2.3.
const UNSORTED = String.raw`{
  "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
  "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
}`;
const SORTED = [
  ...['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face'],
  'Hebrew Letter Dalet With Dagesh',
];

// RFC 8785, appendix B: the bits of a double, and how it is written.
const NUMBERS = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
] as const;

const doubleOf = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE();

describe.each(both)('the canonical form of %s', (_, write) => {
  test('is that of the sample of RFC 8785', () => {
    expect(Buffer.from(write(JSON.parse(SAMPLE))).toString('hex')).toBe(SAMPLE_HEX);
  });

  test('has its members in the order of UTF-16 code units, at every depth', () => {
    const places = SORTED.map((value) => write(JSON.parse(UNSORTED)).indexOf(value));
    expect(places[0]).toBeGreaterThan(0);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(write({ b: [{ d: 1, c: {} }], a: 2 })).toBe('{"a":2,"b":[{"c":{},"d":1}]}');
    expect(write(JSON.parse('{"10":1,"9":2,"a":3,"":4}'))).toBe('{"":4,"10":1,"9":2,"a":3}');
  });

  test.each(NUMBERS)('writes the double %s as %s', (bits, text) => {
    expect(write(doubleOf(bits))).toBe(text);
  });

  test.each([
    ['a lone high surrogate', '\ud800'],
    ['a lone low surrogate in a name', { '\udc00': 1 }],
    ['surrogates in the wrong order', ['\ude00\ud83d']],
    ['NaN', doubleOf('7fffffffffffffff')],
    ['an infinity', [doubleOf('7ff0000000000000')]],
    ['undefined', { a: undefined }],
    ['a big integer', 1n],
    ['a function', write],
  ])('does not exist of %s', (__, value) => {
    expect(() => write(value)).toThrow(TypeError);
  });

  test('is the same for every way to write a value down', () => {
    fc.assert(
      fc.property(json, fc.infiniteStream(fc.nat()), (value, chance) => {
        const draw = () => Number(chance.next().value);
        expect(write(JSON.parse(rewritten(value, draw)))).toBe(write(value));
      }),
    );
  });

  test('is JSON of the same value, and differs where values differ', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(JSON.parse(write(one))).toEqual(JSON.parse(JSON.stringify(one)));
        expect(write(one) === write(other)).toBe(JSON.stringify(JSON.parse(write(one))) === JSON.stringify(JSON.parse(write(other))));
      }),
    );
  });
});

const json = fc.jsonValue({ stringUnit: 'binary' }).filter((value) => JSON.stringify(value).isWellFormed());

/**
 * Writes a value in a way drawn by chance: members in any order, white space anywhere, characters
 * escaped or not, numbers with an exponent.
 */
const rewritten = (value: unknown, draw: () => number): string => {
  const space = () => ['', ' ', '\n\t'][draw() % 3] ?? '';
  const list = (parts: readonly string[]) => parts.map((part) => space() + part + space()).join(',');
  if (Array.isArray(value)) return `[${list(value.map((item) => rewritten(item, draw)))}]`;
  if (typeof value === 'string') return `"${[...Array(value.length).keys()].map((at) => character(value, at, draw)).join('')}"`;
  if (typeof value === 'number') return draw() % 2 ? value.toExponential().replace('e', 'E') : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${rewritten(name, draw)}${space()}:${rewritten(item, draw)}`);
  return `{${list(
    members
      .map((text) => [draw(), text] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, text]) => text),
  )}}`;
};

const character = (text: string, at: number, draw: () => number): string => {
  const unit = text.charCodeAt(at);
  const mustEscape = unit < 0x20 || unit === 0x22 || unit === 0x5c;
  const isHalf = unit >= 0xd800 && unit < 0xe000;
  return mustEscape || isHalf || draw() % 2 ? `\\u${unit.toString(16).padStart(4, '0')}` : text.charAt(at);
};
