import { clientCommand } from './options-of.ts';

const create = (...rest: readonly string[]) => clientCommand(['create', '--stage', 'dev', '--client-name', 'Contoso', ...rest]);
const permissions = ['--permissions', 'partner:read,partner:update'] as const;

test('a client is bound to a reseller, to a partner, or expressly to nothing', () => {
  const rest = { action: 'create', stage: 'dev', name: 'tenantry', clientName: 'Contoso', permissions: ['partner:read', 'partner:update'] };
  const resellerId = '0198c1f2-0000-7000-8000-000000000000';
  expect(create('--reseller', resellerId, ...permissions)).toEqual({ ...rest, tenant: { resellerId } });
  expect(create('--reseller', resellerId.toUpperCase(), ...permissions)).toEqual({ ...rest, tenant: { resellerId } });
  expect(create('--partner', '2147483647', ...permissions)).toEqual({ ...rest, tenant: { partnerId: 2147483647 } });
  expect(create('--operator', ...permissions)).toEqual({ ...rest, tenant: 'operator' });
});

test.each<[readonly string[], string]>([
  [[], 'missing: --stage'],
  [['--stage', 'dev'], 'missing: create, list, rotate or delete'],
  [['make', '--stage', 'dev'], '"make" is not known'],
  [['list', 'all', '--stage', 'dev'], '"all" is one word too many'],
  [['list'], 'missing: --stage'],
  [['rotate', '--stage', 'dev'], 'missing: --client'],
  [['list', '--stage', 'dev', '--what'], '--what'],
  [['create', '--stage', 'dev', '--operator', '--client-name', 'a/b', ...permissions], '--client-name may have'],
])('%j is refused', (args, message) => {
  expect(() => clientCommand(args)).toThrow(message);
});

test.each<[readonly string[], string]>([
  [permissions, 'exactly one of --reseller, --partner and --operator'],
  [['--operator', '--partner', '7', ...permissions], 'exactly one of'],
  [['--reseller', 'contoso', ...permissions], 'a UUID, not "contoso"'],
  [['--partner', '0', ...permissions], 'from 1 to 2147483647, not "0"'],
  [['--partner', '2147483648', ...permissions], 'from 1 to 2147483647'],
  [['--operator'], 'missing: --permissions'],
  [['--operator', '--permissions', 'partner:read,partner:fly'], 'Unknown permission: "partner:fly"'],
])('a client with %j is refused', (args, message) => {
  expect(() => create(...args)).toThrow(message);
});
