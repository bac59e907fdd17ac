import type { Random } from '../../shared/random.ts';
import type { Scene } from '../scene.ts';

/** Texts that a program may take for something else. */
const ODD = [
  '',
  ' ',
  '\t\n',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e400',
  '\u0000',
  'a\u0000b',
  '\r\nX-Injected: yes',
  '\u001b[31m',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '\ud800',
  'a\udc00',
  'İıſß',
  'e\u0301',
  '𝕏',
  '👩‍👩‍👧‍👦',
  '../../etc/passwd',
  '%00',
  '%0d%0aX-Injected:%20yes',
  '#',
  'a#b',
  '<script>alert(1)</script>',
  "' OR '1'='1",
  '{{7*7}}',
  'PARTNER#1',
  '2026-02-30T25:61:61Z',
  '1e1000000',
  'x@y',
  '"@example.com',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b.'.repeat(130)}example`,
  '+1',
  'https://127.0.0.1/',
  'http://[::1]/',
  'https://user:pass@hooks.example/',
  'https://hooks.example.invalid/#x',
  'javascript:alert(1)',
] as const;

/** Returns an odd text: a fixed one, a long one, or something of another tenant. */
export const oddText = (random: Random, { other }: Scene): string => {
  const kind = random.below(10);
  if (kind === 0) return 'x'.repeat(random.pick([63, 64, 65, 254, 255, 256, 257, 512, 513, 1024, 2048, 2049, 4097]));
  if (kind === 1) return '🦉'.repeat(random.pick([127, 128, 255, 256, 257]));
  if (kind === 2) return 'y'.repeat(random.pick([10_000, 100_000]));
  // In capitals: the answer must not have the spelling that is stored.
  if (kind === 3) return random.pick(other.pools.names).toUpperCase();
  return random.pick(ODD);
};

/** Returns an id of the other tenant, whatever it is of. */
export const foreignId = (random: Random, { other: { pools } }: Scene): string => {
  const ids: readonly (readonly (string | number)[])[] = [
    pools.partners,
    pools.contacts.map(({ id }) => id),
    pools.credentials.map(({ id }) => id),
    pools.resellers,
    pools.organizations.map(({ id }) => id),
    pools.webhooks.map(({ id }) => id),
    pools.events.map(({ id }) => id),
  ];
  return String(random.pick(random.pick(ids.filter(({ length }) => length > 0))));
};
