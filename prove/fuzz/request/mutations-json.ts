import type { Random } from '../../shared/random.ts';
import { type Json, jsonOf, type Member, partAt, replacedAt, type Way, waysOf } from './json.ts';
import type { Mutation, MutationOptions, Mutations } from './mutation.ts';
import { foreignId, oddText } from './odd-texts.ts';

type Change = (json: Json, options: MutationOptions) => Json | undefined;

const onJson =
  (change: Change): Mutation =>
  (draft, options) => {
    if (!draft.body || !('json' in draft.body)) return undefined;
    const json = change(draft.body.json, options);
    return json && { ...draft, body: { json } };
  };

/** Changes one part among those of a kind. */
const onPart = (isOfKind: (part: Json) => boolean, change: (part: Json, options: MutationOptions) => Json): Mutation =>
  onJson((json, options) => {
    const ways: readonly Way[] = waysOf(json).filter((way) => isOfKind(partAt(json, way)));
    return ways.length === 0 ? undefined : replacedAt(json, options.random.pick(ways), (part) => change(part, options));
  });

const hasMembers = (part: Json): boolean => 'members' in part && part.members.length > 0;

/** Changes the members of one object. */
const onMembers = (change: (members: readonly Member[], at: number, options: MutationOptions) => readonly Member[]): Mutation =>
  onPart(hasMembers, (part, options) =>
    'members' in part ? { members: change(part.members, options.random.below(part.members.length), options) } : part,
  );

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  '$ref',
  'pk',
  'sk',
  'type',
  'id',
  'ancestors',
];

const renamed = (name: string, random: Random): string =>
  random.pick([name.toUpperCase(), ` ${name}`, `${name}\u0000`, `${name}\u200b`, name.slice(1), `${name}[]`, ...NAMES]);

const TOKENS = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5',
  '-0',
  '1e2',
  '1E400',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9007199254740993',
];

const otherType = (random: Random): Json =>
  random.pick<Json>([
    ...TOKENS.map((token) => ({ token })),
    { token: '""' },
    { token: '"5"' },
    { items: [] },
    { items: [{ token: 'null' }] },
    { members: [] },
    { members: [['__proto__', { members: [['isAdmin', { token: 'true' }]] }]] },
    { members: [['toString', { token: '1' }]] },
  ]);

const nested = (random: Random): Json => {
  const depth = random.pick([10, 100, 1_000, 20_000]);
  return random.chance(0.5) ? { token: '['.repeat(depth) + ']'.repeat(depth) } : { token: `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}` };
};

/** The names of members that refer to something. */
const NAMES_ID = /^(?:id|resellerId|partnerId|contactId)$/;

const isText = (part: Json): boolean => 'token' in part && part.token.startsWith('"');
const isNumber = (part: Json): boolean => 'token' in part && /^-?\d/.test(part.token);

const NUMBERS = [...TOKENS.slice(3), '-2', '1e308', '-1e308', '0.1', '1.0', '10e-1', '00', '1'.repeat(400)];

/** Mutations of a JSON body that is well-formed JSON afterwards, with few exceptions. */
export const JSON_MUTATIONS: Mutations = {
  'member dropped': onMembers((members, at) => members.toSpliced(at, 1)),
  'member doubled': onMembers((members, at, { random }) => {
    const [name, value] = members[at] as Member;
    return [...members, [name, random.chance(0.5) ? value : otherType(random)]];
  }),
  'member renamed': onMembers((members, at, { random }) =>
    members.map((member, index): Member => (index === at ? [renamed(member[0], random), member[1]] : member)),
  ),
  'member added': onMembers((members, _, { random }) => [...members, [random.pick(NAMES), otherType(random)]]),
  'other type': onPart(
    () => true,
    (_, { random }) => otherType(random),
  ),
  'odd text': onPart(isText, (_, { random, scene }) => jsonOf(oddText(random, scene))),
  'text longer': onPart(isText, (part, { random }) => {
    const text = 'token' in part ? (JSON.parse(part.token) as string) : '';
    return jsonOf(text + random.pick([' ', '\n', '\u0000', 'x'.repeat(256), '\ud83d', '\u202e']));
  }),
  'number at a border': onPart(isNumber, (_, { random }) => ({ token: random.pick(NUMBERS) })),
  'number as text': onPart(isNumber, (part) => ({ token: JSON.stringify('token' in part ? part.token : '') })),
  'foreign id': (draft, options) =>
    draft.caller === 'operator'
      ? undefined
      : onMembers((members, at, { random, scene }) => {
          // Only where an id is meant: anywhere else it would be stored, and answered rightly.
          const named = members.findIndex(([name]) => NAMES_ID.test(name));
          const id = foreignId(random, scene);
          const value = { token: /^\d+$/.test(id) ? id : JSON.stringify(id) };
          const [name] = members[at] as Member;
          return named === -1
            ? [...members, ['parent', { members: [['id', value]] }]]
            : members.with(named, [members[named]?.[0] ?? name, value]);
        })(draft, options),
  'deep nesting': onPart(
    () => true,
    (_, { random }) => nested(random),
  ),
  'items doubled': onPart(
    (part) => 'items' in part && part.items.length > 0,
    (part, { random }) => {
      const items = 'items' in part ? part.items : [];
      return { items: Array.from({ length: random.pick([2, 50, 101, 300]) }, (_, at) => items[at % items.length] as Json) };
    },
  ),
  'whole replaced': onJson((_, { random }) => otherType(random)),
  'whole in an array': onJson((json) => ({ items: [json] })),
};
