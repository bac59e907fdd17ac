import type { Random } from '../../shared/random.ts';
import type { Draft } from './draft.ts';
import type { Mutation, MutationOptions, Mutations } from './mutation.ts';
import { foreignId, oddText } from './odd-texts.ts';

// Written as it must be in a path; what cannot be encoded is replaced.
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const onSegment =
  (change: (segment: string, options: MutationOptions) => string): Mutation =>
  (draft, options) => {
    const at = oneOf(draft, options.random);
    return { ...draft, path: draft.path.with(at, change(draft.path[at] ?? '', options)) };
  };

/** Mostly a segment after the first two, which are those of every path. */
const oneOf = ({ path }: Draft, random: Random): number =>
  path.length > 2 && !random.chance(0.1) ? 2 + random.below(path.length - 2) : random.below(path.length);

const SEGMENTS = [
  '',
  '.',
  '..',
  '%2e%2e',
  '%2F',
  '%00',
  '%ff',
  '%',
  '%zz',
  '%0d%0aX-Injected:%20yes',
  '0',
  '-1',
  '00001',
  '1e3',
  '2147483648',
  '99999999999999999999',
  '0x10',
  'null',
  '__proto__',
  'a%20b',
  '*',
  '01A22B74-19D9-774A-B369-50031A87DE95',
  'x'.repeat(300),
  `${'%F0%9F%A6%89'.repeat(200)}`,
];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'M-SEARCH'];

const onQuery =
  (change: (query: Draft['query'], options: MutationOptions) => Draft['query'] | undefined): Mutation =>
  (draft, options) => {
    const query = change(draft.query, options);
    return query && { ...draft, query };
  };

const PARAMETERS = [
  'limit',
  'take',
  'cursor',
  'sort',
  'page',
  'skip',
  'dryRun',
  'deleted',
  'search',
  'name',
  'email',
  'from',
  'to',
] as const;
const VALUES = [
  '0',
  '1',
  '-1',
  '101',
  '1e2',
  '+5',
  '0x1F',
  '1.0',
  '',
  'null',
  'true',
  'TRUE',
  '%',
  '%ff',
  '%00',
  '[]',
  '2026-11-22T14:15:22Z',
];

/** Mutations of a request's method, path and query. */
export const ADDRESS_MUTATIONS: Mutations = {
  method: (draft, { random }) => ({ ...draft, method: random.pick(METHODS) }),
  'odd segment': onSegment((_, { random }) => random.pick(SEGMENTS)),
  'odd text as segment': onSegment((_, { random, scene }) => encoded(oddText(random, scene)).slice(0, 8_000)),
  // An external id may be any text: it would be stored, and answered rightly.
  'foreign id as segment': (draft, options) =>
    draft.caller === 'operator' || draft.path.some((segment) => segment.includes('by-external-id'))
      ? undefined
      : onSegment((segment, { random, scene }) => {
          const [, verb = ''] = /(:[\w-]+)$/.exec(segment) ?? [];
          return `${foreignId(random, scene)}${verb}`;
        })(draft, options),
  'segment in capitals': onSegment((segment) => segment.toUpperCase()),
  'colon encoded': onSegment((segment) => segment.replace(':', '%3A')),
  'another verb': onSegment((segment, { random }) => `${segment}${random.pick([':restore', ':batch', ':redeliver', ':', ':x:y'])}`),
  'trailing slash': (draft) => ({ ...draft, path: [...draft.path, ''] }),
  'double slash': (draft, { random }) => ({ ...draft, path: draft.path.toSpliced(random.below(draft.path.length), 0, '') }),
  'segment more': (draft, { random }) => ({ ...draft, path: [...draft.path, random.pick(['limits', 'x', '__proto__', '%2e%2e'])] }),
  'segment less': (draft) => (draft.path.length > 1 ? { ...draft, path: draft.path.slice(0, -1) } : undefined),
  'parameter repeated': onQuery((query, { random }) => {
    if (query.length === 0) return undefined;
    const [name] = random.pick(query);
    return [...query, [name, random.pick(VALUES)]];
  }),
  'parameter added': onQuery((query, { random, scene }) => [
    ...query,
    [random.pick(PARAMETERS), random.chance(0.5) ? random.pick(VALUES) : encoded(oddText(random, scene)).slice(0, 9_000)],
  ]),
  'parameter unknown': onQuery((query, { random }) => [
    ...query,
    [random.pick(['__proto__', 'a[]', 'a.b', '', '%', '%ff', 'x', 'constructor', '=', '&', ';']), random.pick(VALUES)],
  ]),
  'parameter of a prototype': onQuery((query) => query.map(([, value]) => ['__proto__', value])),
  'foreign id as parameter': (draft, { random, scene }) =>
    draft.caller === 'operator'
      ? undefined
      : { ...draft, query: [...draft.query, [random.pick(['resellerId', 'resourceId', 'partner', 'tenant']), foreignId(random, scene)]] },
  'cursor tampered': onQuery((query, { random, scene }) => {
    const known = scene.own.pools.cursors;
    const cursor = known.length === 0 ? 'AAAA' : random.pick(known).id;
    const at = random.below(cursor.length);
    const other = random.pick([
      `${cursor.slice(0, at)}A${cursor.slice(at + 1)}`,
      cursor.slice(0, at),
      `${cursor}AAAA`,
      cursor,
      '%00',
      'bnVsbA',
    ]);
    return [...query.filter(([name]) => name !== 'cursor'), ['cursor', other]];
  }),
};
