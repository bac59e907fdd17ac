import { readdirSync } from 'node:fs';
import { creationViolations } from '../../functions/organizations/create.ts';
import { beside, readFileRows, sent } from './import-rows.ts';

const EMAIL = 'it@example.com';

/** What the rows of each file become, by its own small map. */
const EXPORTS: readonly (readonly [file: string, args: readonly string[], rows: readonly object[]])[] = [
  ['auth0-orgs.csv', ['auth0-orgs.yaml'], [{ externalId: 'org_MadeUp1', name: 'Aspen Labs', metadata: { slug: 'aspen-labs' } }]],
  [
    'auth0-users.ndjson',
    ['auth0-users.yaml', '--rest', 'ignore', '--external-id', 'metadata'],
    [{ name: 'User One', email: 'u1@aspen.example', allowedUsers: 1, metadata: { org: 'aspen', externalId: 'auth0|madeup1' } }],
  ],
  ['google-reseller.csv', ['google-reseller.yaml', '--rest', 'ignore'], [{ name: 'C00000001', externalId: 'C00000001', allowedUsers: 25 }]],
  [
    'hubspot-companies.csv',
    ['hubspot-companies.yaml', '--rest', 'ignore'],
    [
      { externalId: '9001', name: 'Bluebay Ltd', address: { city: 'London', country: 'United Kingdom' } },
      { externalId: '9003', name: 'bluebay ltd' },
    ],
  ],
  [
    'keycloak-realm.json',
    ['keycloak-realm.yaml', '--items', '$.organizations', '--rest', 'ignore'],
    [{ name: 'Aspen Labs', allowedUsers: 25, metadata: { alias: 'aspen', domain: 'aspen.example' } }],
  ],
  [
    'msft-customers.csv',
    ['msft-customers.yaml'],
    [{ name: 'Bluewater Dental', allowedUsers: -1, email: EMAIL }, { name: 'Hill, Dale & Co' }],
  ],
  [
    'msft-subscriptions.csv',
    ['msft-subscriptions.json'],
    [{ name: 'Microsoft 365 Business Premium 5b1c0000-0000-4000-8000-000000000001', allowedUsers: 25 }],
  ],
  [
    'mssp-clients.csv',
    ['mssp-clients.yaml', '--rest', 'ignore'],
    [
      {
        ...{ name: 'Aspen Labs', email: 'ada@aspen.example', address: { addressLine1: '1 Main St', city: 'Elko' } },
        metadata: { contact: 'Ada L, CTO', phone: '+1-555-0100', industry: 'Health', size: 'Small' },
      },
    ],
  ],
  ['scim-bulk.json', ['scim-bulk.yaml', '--items', '$.Operations', '--rest', 'ignore'], [{ name: 'Aspen Labs', externalId: 'aspen' }]],
  [
    'stripe-customers.csv',
    ['stripe-customers.yaml', '--rest', 'ignore', '--set', `email=${EMAIL}`],
    [
      { name: 'Aspen Labs', email: 'billing@aspen.example', metadata: { plan: 'price_1', status: 'active' } },
      { name: 'cus_MadeUp0002', email: EMAIL },
    ],
  ],
  ['stripe-customers.ndjson', ['stripe-ndjson.yaml', '--rest', 'ignore'], [{ name: 'Aspen Labs', externalId: 'cus_MadeUp0001' }]],
  ['workos-orgs.json', ['workos-orgs.yaml', '--items', '$.data', '--rest', 'ignore'], [{ metadata: { domain: 'aspen.example' } }]],
  [
    'xero-contacts.csv',
    ['xero-contacts.yaml', '--rest', 'metadata'],
    [{ externalId: 'MAR001', address: { addressLine1: '1 Quay St', city: 'Simonstown', postalCode: '07975', country: 'South Africa' } }],
  ],
];

/** Files that need no map. */
const PLAIN: readonly (readonly [file: string, args: readonly string[], rows: readonly object[]])[] = [
  ['bom.jsonl', [], [{ name: 'BOM' }]],
  ['case-header.csv', [], [{ name: 'X', email: 'x@x.example', allowedUsers: 1 }]],
  ['extra-empty-col.csv', [], [{ name: 'X' }]],
  ['json-array.json', [], [{ name: 'A' }]],
  ['json-array.jsonl', [], [{ name: 'A' }]],
  ['pretty.jsonl', [], [{ name: 'A' }]],
  ['space-header.csv', [], [{ name: 'X', allowedUsers: 1 }]],
  ['enc-cp1252.csv', ['--encoding', 'windows-1252'], [{ name: 'Müller Söhne 1252', address: { city: 'Köln' } }]],
  ['enc-cr.csv', [], [{ name: 'Müller CR', address: { city: 'Köln' } }]],
  ...['semicolon', 'sep', 'tab', 'utf16le', 'utf8', 'utf8bom-crlf'].map(
    (name) =>
      [`enc-${name}.csv`, [], [{ name: 'Müller Söhne', email: 'mueller@m.example', allowedUsers: 5, address: { city: 'Köln' } }]] as const,
  ),
];

const violationsOf = (body: unknown) => creationViolations({ path: { resellerId: 'r-1' }, header: {}, body });

const expectRows = async (file: string, args: readonly string[], rows: readonly object[]): Promise<void> => {
  const { items, error } = await readFileRows(beside(`import-files/${file}`), args);
  expect(error).toBeUndefined();
  const organizations = items.map(sent);
  expect(organizations).toMatchObject(rows);
  expect(organizations).toHaveLength(rows.length);
  expect(organizations.flatMap(violationsOf)).toEqual([]);
};

test.each(EXPORTS)('the export %s goes in with its map', async (file, [map = '', ...args], rows) => {
  await expectRows(file, ['--map', beside(`import-maps/${map}`), ...args], rows);
});

test.each(PLAIN)('the file %s goes in as it is', expectRows);

test('every file of the cases is tried', () => {
  const tried = [...EXPORTS, ...PLAIN].map(([file]) => file);
  expect(new Set(readdirSync(beside('import-files')))).toEqual(new Set([...tried, 'awkward-values.csv']));
});
