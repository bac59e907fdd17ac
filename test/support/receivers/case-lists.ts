import fc from 'fast-check';
import vectors from '../../../docs/webhook-vectors.json' with { type: 'json' };
import { sign, signingKey } from '../../../functions/signatures/signing.ts';
import { type Case, caseOf, SAMPLE } from './cases.ts';

const SIGNATURE = SAMPLE.headers['webhook-signature'];
const [current = '', previous = ''] = SIGNATURE.split(' ');
const broken = current.replace(/\..{4}(?=[^.]*$)/, '.AAAA');

/** Each vector of `docs/webhook-vectors.json`. */
export const VECTORS: readonly Case[] = [
  ...[...vectors.verified, ...vectors.refused].map((vector) => caseOf(vector.name, vector)),
  ...vectors.verifiedBefore.map((vector) => caseOf(vector.name, vector, { v1aBefore: '2026-11-22T14:15:22.001Z' })),
  ...vectors.refusedBytes.map((vector) => caseOf(vector.name, { ...vector, body: Buffer.from(vector.bodyBase64, 'base64') })),
];

const withHeaders = (name: string, headers: object, change?: Partial<Case>) =>
  caseOf(name, { ...SAMPLE, headers: { ...SAMPLE.headers, ...headers } }, change);

const withSignatures = (name: string, ...parts: readonly string[]) => withHeaders(name, { 'webhook-signature': parts.join(' ') });

const twice = Object.entries(SAMPLE.headers).map(([name, value]) => [name, name === 'webhook-id' ? [value, value] : [value]] as const);

const HEADERS = [
  caseOf('headers of any case', {
    ...SAMPLE,
    headers: Object.fromEntries(Object.entries(SAMPLE.headers).map(([name, value]) => [name.toUpperCase(), value])),
  }),
  { ...caseOf('an id given twice', SAMPLE), headers: twice },
  withHeaders('an id with a dot', { 'webhook-id': `${SAMPLE.headers['webhook-id']}.x` }),
  withHeaders('an id that is too long', { 'webhook-id': 'a'.repeat(65) }),
  withHeaders('an id with a line break', { 'webhook-id': `${SAMPLE.headers['webhook-id']}\n` }),
  withHeaders('an id of other letters', { 'webhook-id': 'é' }),
  withHeaders('the id of a test', { 'webhook-id': 'test-1' }),
  withSignatures('one of two keys', previous),
  withSignatures('a broken signature before one that holds', broken, previous),
  withSignatures('a broken signature after one that holds', previous, broken),
  withSignatures('two broken signatures', broken, broken),
  withSignatures('other versions beside one that holds', 'v2,x,y', 't1,short', current),
  withSignatures('a header that is too long', ...Array.from({ length: 5 }, () => current)),
  withSignatures('two spaces', current, '', previous),
  withSignatures(
    'base64 whose last bits are not zero',
    current.replace(/.==$/, (end) => `${end === 'Q==' ? 'R' : 'h'}==`),
  ),
  withSignatures('base64url', current.replaceAll('+', '-').replaceAll('/', '_')),
  withSignatures('base64 without padding', current.replace(/=+$/, '')),
  withSignatures('a signature of zeros', current.replace(/\.[^.]*$/, `.${Buffer.alloc(64).toString('base64')}`)),
];

const TOKEN = { 'webhook-token': 'a-token-of-sixteen' };

const OPTIONS = [
  withHeaders('the token', TOKEN, { tokens: ['a-token-of-sixteen'] }),
  withHeaders('one of two tokens', TOKEN, { tokens: ['the-token-before', 'a-token-of-sixteen'] }),
  withHeaders('another token', TOKEN, { tokens: ['a-token-of-sixteeN', 'a-token'] }),
  withHeaders('no token', {}, { tokens: ['a-token-of-sixteen'] }),
  withHeaders('no list of tokens', TOKEN, { tokens: [] }),
  withHeaders('an empty token', { 'webhook-token': '' }, { tokens: [''] }),
  caseOf('a repeat', SAMPLE, { seen: [SAMPLE.headers['webhook-id']] }),
  caseOf('keys of another kind', SAMPLE, { keys: { keys: vectors.keys.keys.map((key) => ({ ...key, crv: 'X25519' })) } }),
  caseOf('a key without an id', SAMPLE, { keys: { keys: [{ kty: 'RSA' }, ...vectors.keys.keys] } }),
  caseOf('no keys', SAMPLE, { keys: { keys: [] } }),
  caseOf('a key that is malformed', SAMPLE, { keys: { keys: vectors.keys.keys.map((key) => ({ ...key, x: 'AAAA' })) } }),
  ...vectors.verifiedBefore.map((vector) =>
    caseOf('a release before, of an event of then', vector, { v1aBefore: '2026-11-22T14:15:22.000Z' }),
  ),
  ...vectors.verifiedBefore.map(({ headers, body }) =>
    caseOf('a time without a zone', { headers, body: body.replace('.000Z', '.000') }, { v1aBefore: '2020-01-01T00:00:00.000Z' }),
  ),
];

const bodyOf = (data: string) => `{"event":"e","data":${data},"triggeredAt":"t"}`;

const BODIES = [
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"event"'],
  ['no data', '{"event":"e","triggeredAt":"t"}'],
  ['data that is text', bodyOf('"d"')],
  ['data that is null', bodyOf('null')],
  ['data that is a list', bodyOf('[1]')],
  ['an event that is a number', '{"event":1,"data":{},"triggeredAt":"t"}'],
  ['two byte order marks', `\uFEFF\uFEFF${SAMPLE.body}`],
  ['over a megabyte', `${' '.repeat(1_048_576)}${SAMPLE.body}`],
  ['over a megabyte in canonical form', bodyOf(`[${Array.from({ length: 100_000 }, () => '1e20').join(',')}]`)],
  ['nested too deeply', bodyOf(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)],
  ['a text without an end', '{"event":"'],
  ['an escape without an end', '{"event":"\\u00'],
  ['a backslash at the end', '{"event":"\\'],
].map(([name = '', body = '']) => caseOf(`a body of ${name}`, { ...SAMPLE, body }));

/** What the vectors do not show: headers, options, and bodies beyond limits. */
export const OTHERS: readonly Case[] = [...HEADERS, ...OPTIONS, ...BODIES];

/** A body of 1 MiB that is a list of one number, which is refused for its signature. */
export const costlyCase = (number: string): Case => {
  const count = Math.floor((1_048_576 - bodyOf('[]').length) / (number.length + 1));
  return caseOf(`a body of ${number}`, { ...SAMPLE, body: bodyOf(`[${Array(count).fill(number).join(',')}]`) });
};

const key = signingKey(vectors.seeds.current);

// A name of one escaped character is read wrongly by JSON.parse of Node.js 24.21.
const names = fc.string({ unit: 'binary' }).filter((name) => !/^["\\\b\f\n\r\t]$/.test(name));
const texts = fc.string({ unit: 'binary' });
// Of a power of two, the neighbours are not equally near.
const powers = fc
  .tuple(fc.integer({ min: -1074, max: 1023 }), fc.constantFrom(1, 1 + Number.EPSILON, 1 - Number.EPSILON / 2))
  .map(([exponent, factor]) => 2 ** exponent * factor);
const doubles = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.maxSafeInteger(), powers);

const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: false },
    ...[texts, doubles, fc.boolean(), fc.constant(null)],
    ...[fc.array(tie('value')), fc.dictionary(names, tie('value'))],
  ),
}));

/** Signed bodies with values of every kind, the same in each run. */
export const randomCases = (count: number): readonly Case[] =>
  fc.sample(fc.dictionary(names, anything, { maxKeys: 20 }), { numRuns: count, seed: 15 }).map((data, index) => {
    const payload = { event: 'e', data, triggeredAt: 't' };
    const metadata = { eventId: `random-${index}`, tenant: '/' };
    const headers = { 'webhook-id': metadata.eventId, 'webhook-tenant': '/', 'webhook-signature': sign(payload, metadata, [key]) };
    return caseOf(metadata.eventId, { headers, body: JSON.stringify(payload) });
  });
