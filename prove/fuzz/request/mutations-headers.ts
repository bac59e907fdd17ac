import type { Random } from '../../shared/random.ts';
import type { Draft } from './draft.ts';
import type { Mutation, MutationOptions, Mutations } from './mutation.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const set =
  (name: string, make: (options: MutationOptions, before: string) => string): Mutation =>
  (draft, options) => ({
    ...draft,
    headers: [...draft.headers.filter(([one]) => one !== name), [name, make(options, lineOf(draft, name))]],
  });

const add =
  (name: string, make: (options: MutationOptions) => string): Mutation =>
  (draft, options) => ({ ...draft, headers: [...draft.headers, [name, make(options)]] });

const lineOf = ({ headers }: Draft, name: string): string => headers.find(([one]) => one === name)?.[1] ?? '';

const KEYS = ['', ' ', 'a b', 'x'.repeat(255), 'x'.repeat(256), 'ä', '\u00ff', '"quoted"', '__proto__', '%0d%0a', '0'];
const TAGS = ['*', '"1"', '"2"', 'W/"1"', '1', '"', '""', '"1","2"', ', ,"1"', '"ä"', '*, "1"', '"1" "2"', `"${'x'.repeat(4_000)}"`];
const TYPES = ['text/html', '*/*', 'application/xml', 'application/json;q=0', 'x', '', '*/*;q=0.1, text/html;q=1e9', 'a'.repeat(5_000)];
const TRACES = ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-0-0-0', 'ff', '', `00-${'f'.repeat(500)}`];

/** A token that was changed: none of them is valid. */
const forged = (token: string, random: Random): string => {
  const [header = '', claims = '', signature = ''] = token.replace('Bearer ', '').split('.');
  const admin = base64url({ permissions: ['partner:read', 'reseller:read', 'operator'], sub: 'x', exp: 9e9 });
  return random.pick([
    `Bearer ${header}.${claims}.`,
    `Bearer ${header}.${claims}`,
    `Bearer ${header}.${admin}.${signature}`,
    `Bearer ${base64url({ alg: 'none', typ: 'JWT' })}.${claims}.`,
    `Bearer ${base64url({ alg: 'HS256', kid: 'key-1' })}.${claims}.${signature}`,
    `Bearer ${base64url({ alg: 'ES256', kid: '../../x', jku: 'https://keys.example/' })}.${claims}.${signature}`,
    `Bearer ${header}.${claims.slice(0, -4)}.${signature}`,
    `Bearer ${header}.${claims}.${signature.slice(0, -6)}AAAAAA`,
    'Bearer',
    'Bearer ',
    'Bearer a.b.c',
    'Bearer null',
    token.toUpperCase(),
  ]);
};

/** Variants of a line that is right: they may be accepted. */
const respelled = (line: string, random: Random): string =>
  random.pick([line.replace(/^Bearer|^Basic/, (scheme) => scheme.toLowerCase()), line.replace(' ', '  '), `${line} `, `${line}, ${line}`]);

const basic = ({ random, scene }: MutationOptions): string =>
  random.pick([
    'Basic',
    'Basic ',
    'Basic !!!',
    `Basic ${base64(':')}`,
    `Basic ${base64('nobody')}`,
    `Basic ${base64(`${scene.own.user.userName}:`)}`,
    'Digest username="x"',
    'Negotiate AAAA',
  ]);

/** Each of these costs the hash of a password, and counts as an attempt to sign in. */
const guessed = ({ random, scene }: MutationOptions): string => {
  const userName = random.pick([...scene.other.pools.names, scene.own.user.userName, scene.other.user.userName, 'nobody']);
  return `Basic ${base64(`${userName}:${random.pick(['password', 'x'.repeat(2_000), 'ä', '\u0000'])}`)}`;
};

const OTHER_LINES: readonly (readonly [string, string])[] = [
  ['x-http-method-override', 'DELETE'],
  ['x-forwarded-for', '127.0.0.1'],
  ['x-forwarded-host', 'evil.example'],
  ['x-original-url', '/v1/partners'],
  ['host', 'evil.example'],
  ['origin', 'https://evil.example'],
  ['range', 'bytes=0-10'],
  ['expect', '100-continue'],
  ['cookie', 'a=b; __proto__=c'],
  ['if-modified-since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['x-amzn-trace-id', 'Root=1-x'],
  ['prefer', 'return=minimal'],
  ['__proto__', 'x'],
  ['x-long', 'x'.repeat(9_000)],
  ['x-longer', 'x'.repeat(11_000)],
];

/** Mutations of a request's headers. */
export const HEADER_MUTATIONS: Mutations = {
  'odd key': set('idempotency-key', ({ random }) => random.pick(KEYS)),
  'key used before': set('idempotency-key', ({ random, scene }) => random.pick([...scene.own.pools.keys, ...scene.other.pools.keys])),
  'key repeated': add('idempotency-key', () => 'second'),
  'if-match': set('if-match', ({ random }) => random.pick(TAGS)),
  'if-none-match': set('if-none-match', ({ random }) => random.pick(TAGS)),
  accept: set('accept', ({ random }) => random.pick(TYPES)),
  traceparent: set('traceparent', ({ random }) => random.pick(TRACES)),
  'other header': (draft, { random }) => ({ ...draft, headers: [...draft.headers, random.pick(OTHER_LINES)] }),
  'no authorization': (draft) => ({ ...draft, headers: draft.headers.filter(([name]) => name !== 'authorization') }),
  'token forged': set('authorization', ({ random }, before) => forged(before, random)),
  'authorization respelled': (draft, options) =>
    lineOf(draft, 'authorization') === ''
      ? undefined
      : set('authorization', ({ random }, before) => respelled(before, random))(draft, options),
  'basic malformed': set('authorization', basic),
  'password guessed': set('authorization', guessed),
  'two authorizations': add('authorization', () => 'Bearer a.b.c'),
};
