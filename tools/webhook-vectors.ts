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
  refused('a lone surrogate', 'malformed-body', { body: bodyOf(String.raw`{"a":"\ud800"}`) }),
  refused('a number that is no double', 'malformed-body', { body: bodyOf('{"a":1e400}') }),
  refused('no JSON', 'malformed-body', { body: '{' }),
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
  return `${JSON.stringify({ about, seeds: SEEDS, keys: { keys }, verified, verifiedBefore, refused: REFUSED }, null, 2)}\n`;
};
