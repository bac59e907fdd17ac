import { sign as signBytes } from 'node:crypto';
import { canonicalJson } from '../functions/signatures/canonical.ts';
import { type SigningKey, sign, signingKey } from '../functions/signatures/signing.ts';

// Seeds of RFC 8032, section 7.1: nobody may take them for keys of an installation.
const SEEDS = {
  current: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  previous: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  unknown: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
} as const;

const [current, previous, unknown] = [signingKey(SEEDS.current), signingKey(SEEDS.previous), signingKey(SEEDS.unknown)];

const EVENT_ID = '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31';
const TENANT = '/resellers/019f2b6c-2f00-7a10-9c44-5d1e8a7b6c55';

const bodyOf = (data: string): string => `{"event":"reseller.created","data":${data},"triggeredAt":"2026-11-22T14:15:22.000Z"}`;

// Bodies are text, as they come over the wire: what a parser makes of them is part of what is
// tested.
const BODIES: Readonly<Record<string, string>> = {
  'an empty object': bodyOf('{}'),
  'members of other orders, nested': bodyOf('{"b":{"d":[{"z":1,"y":2}],"c":{}},"a":[],"":null}'),
  'white space': bodyOf('{ "a" : [ 1 ,\\n\\t2 ] }').replaceAll('\\n', '\n').replaceAll('\\t', '\t'),
  'other escapes of the same text': bodyOf(String.raw`{"name":"Z\u00fcrich \u20ac \/ \ud83d\ude00"}`),
  'the same text without escapes': bodyOf('{"name":"Zürich € / 😀"}'),
  'what must stay escaped': bodyOf(String.raw`{"text":"\u0022\u005c\u0008\u000c\u000a\u000d\u0009\u000f\u007f\u2028"}`),
  'names sorted by UTF-16 code units': bodyOf(
    String.raw`{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"ö":4,"\u0080":5,"1":6,"\r":7,"10":8,"9":9}`,
  ),
  'numbers in other spellings': bodyOf(
    '{"n":[1e21,1E+21,-0,-0.0,0.1,1.0,100,1e2,333333333.33333329,1e-7,0.000001,5e-324,9007199254740993]}',
  ),
  // Appendix B of RFC 8785, and a power of two of whose neighbours one is nearer than the other.
  'numbers at the edges of doubles': bodyOf(
    '{"n":[4.9e-324,-5e-324,1.7976931348623157e308,-1.7976931348623157E+308,9.999999999999997e22,1e23,1.0000000000000001e23,999999999999999700000,999999999999999900000,9.999999999999997e-7,333333333.3333332,-0.0000033333333333333333,1424953923781206.2,5.6843418860808015e-14,1e-400]}',
  ),
  'integers beyond 2^53': bodyOf(
    '{"n":[9007199254740991,9007199254740992,-9007199254740993,18446744073709551615,295147905179352825856,123456789012345678901234567890,1000000000000000000000]}',
  ),
  literals: bodyOf('{"l":[null,true,false]}'),
  'a byte order mark before it': `\uFEFF${bodyOf('{}')}`,
  'one name in objects of their own': bodyOf('{"a":{"a":[{"a":1},{"a":2}]},"b":":\\"a\\":"}'),
  'the names of prototypes': bodyOf('{"__proto__":{"a":1},"constructor":2}'),
};

const vectorOf = (name: string, body: string, keys: readonly SigningKey[], tenant = TENANT) => {
  const payload: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
  const signature = sign(payload, { eventId: EVENT_ID, tenant }, keys);
  const headers = { 'webhook-id': EVENT_ID, 'webhook-tenant': tenant, 'webhook-signature': signature };
  return { name, body, canonical: canonicalJson(payload), headers };
};

// As releases before signed: id and payload, without the tenant.
const before = (body: string): string => {
  const text = `${EVENT_ID}.${canonicalJson(JSON.parse(body))}`;
  return `v1a,${current.published.kid},${signBytes(null, Buffer.from(text), current.secret).toString('base64')}`;
};

const base = vectorOf('two keys, as during a rotation', bodyOf('{"n":1}'), [current, previous]);
const signed = (keys: readonly SigningKey[]) => vectorOf('', base.body, keys).headers;

const refused = (name: string, code: string, change: { readonly body?: string; readonly headers?: object }) => ({
  ...{ name, code, body: change.body ?? base.body },
  headers: { ...base.headers, ...change.headers },
});

// The text of the body as a lenient parser reads it has the signature: who refuses the webhook
// refuses its text.
const refusedText = (name: string, data: string, readAs: string) =>
  refused(name, 'malformed-body', { body: bodyOf(data), headers: vectorOf('', bodyOf(readAs), [current]).headers });

const truncated = signed([current])['webhook-signature'].slice(0, -10);

const REFUSED = [
  refused('a changed value', 'bad-signature', { body: bodyOf('{"n":2}') }),
  refused('a member more', 'bad-signature', { body: bodyOf('{"n":1,"o":null}') }),
  refused('a string for a number', 'bad-signature', { body: bodyOf('{"n":"1"}') }),
  refused('the id of another event', 'bad-signature', { headers: { 'webhook-id': '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e32' } }),
  refused('the signature of another key under this id', 'bad-signature', {
    headers: { 'webhook-signature': signed([unknown])['webhook-signature'].replace(unknown.published.kid, current.published.kid) },
  }),
  refused('a key that is not in the set', 'unknown-key', { headers: signed([unknown]) }),
  refused('the tenant of another', 'bad-signature', { headers: { 'webhook-tenant': `${TENANT.slice(0, -1)}6` } }),
  refused('a tenant that is no path', 'missing-header', { headers: { 'webhook-tenant': `${TENANT}.x` } }),
  refused('no tenant', 'missing-header', { headers: { 'webhook-tenant': '' } }),
  refused('a member that is there twice', 'malformed-body', { body: bodyOf('{"n":2,"n":1}') }),
  refused('a member that is there twice, escaped', 'malformed-body', { body: bodyOf(String.raw`{"\u006e":2,"n":1}`) }),
  refused('a member of the webhook that is there twice', 'malformed-body', {
    body: base.body.replace('{', '{"event":"reseller.deleted",'),
  }),
  refused('the signature of a release before', 'malformed-signature', { headers: { 'webhook-signature': before(base.body) } }),
  refused('the signature of a release before under the version of now', 'bad-signature', {
    headers: { 'webhook-signature': before(base.body).replace(/^v1a,(.+),/, 't1,$1.') },
  }),
  refused('a truncated signature', 'malformed-signature', { headers: { 'webhook-signature': truncated } }),
  refused('another version', 'malformed-signature', { headers: { 'webhook-signature': 'v2,AAAA,AAAA' } }),
  refused('no signature', 'missing-header', { headers: { 'webhook-signature': '' } }),
  refused('no id', 'missing-header', { headers: { 'webhook-id': '' } }),
  refused('a signature that is no point of the curve', 'bad-signature', {
    headers: { 'webhook-signature': `t1,${current.published.kid}.${Buffer.alloc(64, 0xff).toString('base64')}` },
  }),
  refused('a lone surrogate', 'malformed-body', { body: bodyOf(String.raw`{"a":"\ud800"}`) }),
  refusedText('a lone surrogate, signed as U+FFFD', String.raw`{"a":"\ud800"}`, '{"a":"\ufffd"}'),
  refusedText('a lone surrogate, signed as a question mark', String.raw`{"a":"\ud800"}`, '{"a":"?"}'),
  refusedText('a lone surrogate, signed as nothing', String.raw`{"a":"\ud800"}`, '{"a":""}'),
  refusedText('a lone surrogate before a character', String.raw`{"a":"\uD800x"}`, '{"a":"\ufffdx"}'),
  refusedText('a lone second surrogate', String.raw`{"a":"x\udc00"}`, '{"a":"x\ufffd"}'),
  refusedText('surrogates in the wrong order', String.raw`{"a":"\udc00\ud800"}`, '{"a":"\ufffd\ufffd"}'),
  refusedText('two first surrogates before a second', String.raw`{"a":"\ud83d\ud83d\ude00"}`, '{"a":"\ufffd😀"}'),
  refusedText('a lone surrogate in a name', String.raw`{"\ud800":1}`, '{"\ufffd":1}'),
  refused('a number that is no double', 'malformed-body', { body: bodyOf('{"a":1e400}') }),
  refusedText('a number with a plus', '{"a":+1}', '{"a":1}'),
  refusedText('a number with a zero before it', '{"a":01}', '{"a":1}'),
  refusedText('a number without digits before the point', '{"a":.5}', '{"a":0.5}'),
  refusedText('a number without digits after the point', '{"a":1.}', '{"a":1}'),
  refusedText('a hexadecimal number', '{"a":0x10}', '{"a":16}'),
  refusedText('a hexadecimal number with an exponent', '{"a":0x1p4}', '{"a":16}'),
  refusedText('a number with an underscore', '{"a":1_0}', '{"a":10}'),
  refusedText('a number that is none', '{"a":NaN}', '{"a":null}'),
  refusedText('an infinite number', '{"a":-Infinity}', '{"a":null}'),
  refusedText('a comma too many', '{"a":[1,]}', '{"a":[1]}'),
  refusedText('a comma too many in an object', '{"a":1,}', '{"a":1}'),
  refusedText('a comment', '{"a":1/**/}', '{"a":1}'),
  refusedText('single quotes', `{'a':1}`, '{"a":1}'),
  refusedText('an escape that is none', String.raw`{"a":"\x"}`, '{"a":"x"}'),
  refusedText('an escape with a sign', String.raw`{"a":"\u+041"}`, '{"a":"A"}'),
  refusedText('a line break in a string', '{"a":"\n"}', String.raw`{"a":"\n"}`),
  refusedText('a space that is none in JSON', '{"a":\u00a01}', '{"a":1}'),
  refused('more after the JSON', 'malformed-body', { body: `${base.body}{}` }),
  refused('no JSON', 'malformed-body', { body: '{' }),
];

const bytes = (name: string, change: (body: Buffer) => Buffer) => {
  const { body, headers } = vectorOf('', bodyOf('{"a":"\ufffd"}'), [current]);
  return { name, code: 'malformed-body', bodyBase64: change(Buffer.from(body)).toString('base64'), headers };
};

const replaced = (hex: string) => (body: Buffer) =>
  Buffer.from(body.toString('latin1').replace('\u00ef\u00bf\u00bd', Buffer.from(hex, 'hex').toString('latin1')), 'latin1');

// The bytes of these bodies are not UTF-8; their text with U+FFFD has the signature.
const REFUSED_BYTES = [
  bytes('a byte that is never in UTF-8', replaced('ff')),
  bytes('a character that is cut off', replaced('e282')),
  bytes('a character in too many bytes', replaced('c1bf')),
  bytes('a surrogate in three bytes', replaced('eda080')),
  bytes('UTF-16', (body) => Buffer.from(`\ufeff${body.toString()}`, 'utf16le')),
];

/** Writes `docs/webhook-vectors.json`, with which verifiers in other languages are tested. */
export const webhookVectors = (): string => {
  const verified = [
    base,
    ...Object.entries(BODIES).map(([name, body]) => vectorOf(name, body, [current])),
    vectorOf('a partner below others', base.body, [current], '/partners/1/9/2147483647'),
    vectorOf('the operator', base.body, [current], '/'),
  ];
  const keys = [current, previous].map(({ published }) => published);
  // What a verifier takes that is told to take events from before an installation signed the
  // tenant.
  const verifiedBefore = [{ ...base, name: 'a release before', headers: { ...base.headers, 'webhook-signature': before(base.body) } }];
  const about = 'See events.md. The seeds are those of RFC 8032, section 7.1; never sign with them.';
  return `${JSON.stringify({ about, seeds: SEEDS, keys: { keys }, verified, verifiedBefore, refused: REFUSED, refusedBytes: REFUSED_BYTES }, null, 2)}\n`;
};
