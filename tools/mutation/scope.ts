const unit = (...names: readonly string[]): readonly string[] => names.map((name) => `test/unit/${name}.test.ts`);
const integration = (...names: readonly string[]): readonly string[] => names.map((name) => `test/integration/${name}.test.ts`);

/** The files that are mutated, with the test files that judge them: the slow ones come last. */
const SCOPE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'pure cores': {
    'partners/partner': unit('partners/partner', 'partners/move', 'partners/create', 'partners/put', 'partners/refusals'),
    'partners/hierarchy': unit('partners/hierarchy', 'partners/move', 'partners/refusals'),
    'partners/patch': unit('partners/patch', 'partners/put', 'partners/contacts/roles', 'partners/move', 'partners/refusals'),
    'partners/events': unit('partners/events', 'welcome/event', 'partners/move', 'shared/event-writes'),
    'partners/contacts/contact': unit(
      'partners/contacts/contact',
      'partners/contacts/roles',
      'partners/partner',
      'partners/move',
      'partners/refusals',
    ),
    'partners/contacts/events': unit('partners/contacts/contact', 'welcome/event', 'partners/move', 'shared/event-writes'),
    'partners/passwords/password': unit('partners/passwords/password', 'welcome/greeting', 'partners/passwords/weaknesses'),
    'partners/passwords/reset-requests': unit('partners/passwords/reset-requests'),
    'organizations/organization': unit(
      'organizations/organization',
      'organizations/events',
      'organizations/batch-row',
      'organizations/slots',
    ),
    'organizations/events': unit('organizations/events', 'shared/event-writes'),
    'resellers/reseller': unit('resellers/reseller'),
    'resellers/limits': unit('resellers/limits', 'organizations/capacity', 'organizations/slots'),
    'resellers/events': unit('resellers/reseller', 'organizations/capacity', 'shared/event-writes'),
    'events/event-names': unit('webhooks/subscription', 'shared/event-writes'),
    'webhooks/webhook': unit('webhooks/webhook', 'webhooks/settled-health'),
    'webhooks/webhook-health': unit('webhooks/webhook-health', 'webhooks/settled-health', 'webhooks/webhook'),
    'webhooks/subscription': unit('webhooks/subscription'),
    'webhooks/event-catalogue': unit('shared/event-writes'),
    'webhooks/events': unit('webhooks/webhook'),
    'signatures/canonical': unit('signatures/signing', 'events/stream-record', 'signatures/canonical'),
    'identity/binding': unit('identity/binding'),
    'shared/table/events': unit('shared/events', 'welcome/event', 'partners/move', 'shared/event-writes'),
  },
  transactions: {
    'shared/table/transaction': unit('shared/transaction', 'shared/commit-time', 'shared/table', 'shared/dry-run'),
    'shared/table/condition': [
      ...unit('shared/transaction', 'shared/overlay', 'shared/idempotency', 'organizations/capacity', 'resellers/limits'),
      ...integration('conditions'),
    ],
    'shared/table/change-expression': unit('shared/transaction'),
    'shared/table/retry-on-conflict': unit('shared/retry-on-conflict', 'shared/name-taken'),
    'shared/http/idempotency': unit('shared/idempotency', 'organizations/batch-row'),
    'organizations/capacity': unit('organizations/capacity', 'organizations/slots'),
    'organizations/unique': unit('organizations/unique', 'organizations/claims'),
  },
  publisher: {
    'events/publisher': unit(
      'events/published-ahead',
      'events/publisher-time',
      'events/publisher',
      'events/publisher-chaos',
      'events/publisher-reports',
    ),
    'events/published-ahead': unit(
      'events/published-ahead',
      'events/publisher-time',
      'events/publisher',
      'events/publisher-chaos',
      'events/publisher-reports',
    ),
    'events/shared-calls': unit('events/shared-calls', 'events/published-ahead', 'events/publisher-time', 'events/publisher'),
    'events/stream-record': unit('events/stream-record', 'events/published-ahead', 'events/publisher', 'events/directed-record'),
    'events/directed': unit('deliveries/bus'),
  },
  cursors: {
    'shared/table/cursor': unit('shared/cursor-secret', 'shared/cursor', 'shared/list-page'),
    'shared/table/cursor-secret': unit('shared/cursor-secret'),
  },
  authorisation: {
    'shared/contract/access': unit('shared/access', 'shared/permissions'),
    'shared/contract/permissions': unit('partners/contacts/roles', 'partners/contacts/contact', 'shared/access', 'shared/permissions'),
    'shared/endpoint/authenticate': unit('shared/authenticate'),
    'shared/auth/active-tenant': unit('shared/auth/active-tenant'),
    'shared/auth/api-user-name': unit('shared/log-names', 'partners/partner', 'shared/auth/basic', 'shared/permissions'),
    'shared/auth/attempt-rules': unit('shared/auth/attempt-rules', 'shared/auth/attempts', 'shared/auth/attempts-success'),
    'shared/auth/attempts': unit('shared/auth/attempts', 'shared/auth/attempts-success'),
    'shared/auth/basic': unit('shared/auth/basic-afresh', 'shared/auth/basic'),
    'shared/auth/bearer': unit('shared/auth/bearer', 'shared/auth/token-kinds', 'shared/auth/key-set', 'shared/auth/verified-tokens'),
    'shared/auth/claims': unit('shared/auth/claims', 'shared/auth/operator-scope'),
    'shared/auth/credential': unit('shared/auth/credential'),
    'shared/auth/key-set': unit('shared/auth/bearer', 'shared/auth/key-set', 'shared/auth/verified-tokens', 'shared/auth/pick-key'),
    'shared/auth/last-use': unit('shared/auth/last-use', 'shared/auth/stored-use'),
    'shared/auth/network': unit('shared/auth/network'),
    'shared/auth/password': unit('shared/auth/password', 'shared/auth/basic-afresh'),
    'shared/auth/pick-key': unit('shared/auth/key-set', 'shared/auth/bearer', 'shared/auth/pick-key'),
    'shared/auth/rules': unit('shared/auth/operator-scope', 'shared/auth/bearer', 'shared/auth/token-rules'),
    'shared/auth/signature': unit('shared/auth/key-set'),
    'shared/auth/token-kind': unit('shared/auth/token-kinds', 'shared/auth/key-set'),
    'shared/auth/token': unit('shared/auth/token-kinds', 'shared/auth/key-set', 'shared/auth/bearer', 'shared/auth/token-rules'),
    'shared/auth/verified-tokens': unit('shared/auth/verified-tokens'),
  },
};

const pathOf = (name: string): string => `functions/${name}.ts`;

/** The mutated files by group, in the order of the report. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(SCOPE).map(([group, files]) => [group, Object.keys(files).map(pathOf)]),
);

/** The test files of each mutated file. */
export const TESTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.values(SCOPE).flatMap((files) => Object.entries(files).map(([name, tests]) => [pathOf(name), tests])),
);
