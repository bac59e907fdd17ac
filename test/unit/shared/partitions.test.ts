import fc from 'fast-check';
import * as canaryKeys from '../../../functions/shared/table/canary-keys.ts';
import * as eventKeys from '../../../functions/shared/table/event-keys.ts';
import * as externalIdKeys from '../../../functions/shared/table/external-id-keys.ts';
import * as keys from '../../../functions/shared/table/keys.ts';
import { keyFrom, LISTS, PARTITIONS, prefixOf, SORT_KEYS } from '../../../functions/shared/table/partitions.ts';
import * as signInKeys from '../../../functions/shared/table/sign-in-keys.ts';
import * as webhookKeys from '../../../functions/shared/table/webhook-keys.ts';
import { sourceFiles } from '../source-files.ts';

const files = ['functions', 'lib', 'cli', 'local', 'tools', 'emulator', 'bench'].flatMap((folder) =>
  sourceFiles(folder).map(({ path, text }) => ({ path: `${folder}/${path}`, text })),
);

const ID = '019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55';
const PATTERNS = [...Object.values(PARTITIONS), ...Object.values(LISTS)].flat();
const EVENT_OF_DAY = { index: 'gsi2', prefix: '' };

/** What is stored, as literals: a change here makes stored items unreachable. */
const STORED: Readonly<Record<string, readonly (readonly [built: unknown, stored: unknown])[]>> = {
  batchSlotsKey: [[keys.batchSlotsKey('r'), 'BATCHES#r BATCHES']],
  canaryRunKey: [[canaryKeys.canaryRunKey('o'), 'CANARY RUN#o']],
  canaryRuns: [[canaryKeys.canaryRuns, 'CANARY RUN#']],
  children: [
    [keys.children(7), { gsi1pk: 'CHILDREN#7' }],
    [keys.children(undefined), { gsi1pk: 'CHILDREN#0' }],
  ],
  clientKey: [[keys.clientKey('c'), 'CLIENT#c CLIENT']],
  contactKey: [[keys.contactKey(1, 2), 'PARTNER#1 CONTACT#2']],
  contacts: [[keys.contacts(7), { gsi1pk: 'CONTACTS#7' }]],
  credentialKey: [
    [keys.credentialKey(' Ada '), 'CREDENTIAL#ada CREDENTIAL'],
    [keys.credentialKey('a'.repeat(1025)), 'CREDENTIAL#sha256:4a82297889eb505cf6b5cbdf69977afab4632d6557539782f657bd7dc78091a5 CREDENTIAL'],
  ],
  credentialPlaceKey: [[keys.credentialPlaceKey('Ada'), 'CREDENTIAL#ada PLACE']],
  credentialUseKey: [[keys.credentialUseKey('Ada'), 'CREDENTIAL-USE#ada USE']],
  credentials: [[keys.credentials(7), { gsi1pk: 'CREDENTIALS#7' }]],
  cursorSecretKey: [[keys.cursorSecretKey('listPartners'), 'CURSOR-SECRET#listPartners CURSOR-SECRET']],
  deletedOrganizationKey: [[keys.deletedOrganizationKey('r', 'o'), 'RESELLER#r DELETED#o']],
  deletedOrganizations: [[keys.deletedOrganizations('r'), 'RESELLER#r DELETED#']],
  copiedEventKey: [[eventKeys.copiedEventKey('PARTNER#1', 'e'), 'PARTNER#1 EVENT#e']],
  deliveriesOf: [
    [webhookKeys.deliveriesOf('/'), 'DELIVERIES '],
    [webhookKeys.deliveriesOf('/partners/1'), 'DELIVERIES#/partners/1 '],
  ],
  deliveriesOfEvent: [[webhookKeys.deliveriesOfEvent('e'), { index: 'gsi2', pk: 'DELIVERIES-OF-EVENT#e', prefix: '' }]],
  deliveriesOfRequest: [[webhookKeys.deliveriesOfRequest('r'), { index: 'gsi2', pk: 'DELIVERIES-OF-REQUEST#r', prefix: '' }]],
  deliveriesOfResource: [
    [webhookKeys.deliveriesOfResource('contact', '7'), { index: 'gsi3', pk: 'DELIVERIES-OF-RESOURCE#contact#7', prefix: '' }],
  ],
  deliveriesOfTenant: [
    [webhookKeys.deliveriesOfTenant('/partners/1/9'), { index: 'gsi3', pk: 'DELIVERIES-OF-TENANT#/partners/1/9', prefix: '' }],
  ],
  deliveriesTo: [[webhookKeys.deliveriesTo('w'), 'DELIVERIES-TO#w ']],
  deliveryDetailKey: [[webhookKeys.deliveryDetailKey('d'), 'DELIVERY#d DETAIL']],
  deliveryKey: [[webhookKeys.deliveryKey('d'), 'DELIVERY#d DELIVERY']],
  deliveryKeyOf: [[webhookKeys.deliveryKeyOf('DELIVERY#d'), 'DELIVERY#d DELIVERY']],
  deliveryPlaceKey: [[webhookKeys.deliveryPlaceKey({ pk: 'DELIVERIES', prefix: '' }, 'd'), 'DELIVERIES d']],
  entries: [[keys.entries('ORG-EMAILS#r', ' A@B.test'), 'ORG-EMAILS#r a@b.test\t']],
  entriesFrom: [[keys.entriesFrom('RESELLER-NAMES', 'Ac'), 'RESELLER-NAMES ac']],
  entryKey: [[keys.entryKey('ORG-EMAILS#r', 'A@b.test', 'o'), 'ORG-EMAILS#r a@b.test\to']],
  EVENT_PREFIX: [[eventKeys.EVENT_PREFIX, 'EVENT#']],
  eventPlaces: [
    [
      eventKeys.eventPlaces(ID, 'r1', 'partner', '7'),
      {
        ...{ gsi1pk: 'REQUEST#r1', gsi1sk: ID, gsi2pk: 'EVENTS#2026-07-04#1', gsi2sk: ID },
        ...{ gsi3pk: 'HISTORY#partner#7', gsi3sk: ID },
      },
    ],
  ],
  eventPartOf: [
    [eventKeys.eventPartOf('019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31'), { ...EVENT_OF_DAY, pk: 'EVENTS#2026-07-04#1' }],
    [eventKeys.eventPartOf('019f2b6c-91d4-7d2a-8f11-0c5a2b7a9ef7'), { ...EVENT_OF_DAY, pk: 'EVENTS#2026-07-04#3' }],
  ],
  eventsOfDay: [
    [
      eventKeys.eventsOfDay('2026-07-05'),
      [
        { ...EVENT_OF_DAY, pk: 'EVENTS#2026-07-05#0' },
        { ...EVENT_OF_DAY, pk: 'EVENTS#2026-07-05#1' },
        { ...EVENT_OF_DAY, pk: 'EVENTS#2026-07-05#2' },
        { ...EVENT_OF_DAY, pk: 'EVENTS#2026-07-05#3' },
      ],
    ],
  ],
  eventsOfRequest: [[eventKeys.eventsOfRequest('r'), { index: 'gsi1', pk: 'REQUEST#r', prefix: '' }]],
  eventsUnder: [[eventKeys.eventsUnder('PARTNER#7'), 'PARTNER#7 EVENT#']],
  healthKey: [[keys.healthKey, 'HEALTH HEALTH']],
  historyOf: [[eventKeys.historyOf('contact', '7'), { index: 'gsi3', pk: 'HISTORY#contact#7', prefix: '' }]],
  inIndex: [[eventKeys.inIndex('gsi2', 'EVENTS#d#0'), { index: 'gsi2', pk: 'EVENTS#d#0', prefix: '' }]],
  idempotencyKey: [[keys.idempotencyKey('h'), 'IDEMPOTENCY#h IDEMPOTENCY']],
  knownFailuresKey: [[signInKeys.knownFailuresKey('h', 'n', 4), 'SIGN-IN#h HOUR#4#n']],
  knownNetworkKey: [[signInKeys.knownNetworkKey('h', 'n'), 'SIGN-IN#h KNOWN#n']],
  listed: [[keys.listed({ gsi1pk: 'CONTACTS#7' }, '2026-07-05', 9), { gsi1pk: 'CONTACTS#7', gsi1sk: '2026-07-05#9' }]],
  networkFailuresKey: [[signInKeys.networkFailuresKey('h', 'n'), 'SIGN-IN#h FAILURES#n']],
  organizationEmails: [[keys.organizationEmails('r'), 'ORG-EMAILS#r']],
  organizationExternalIdKey: [[externalIdKeys.organizationExternalIdKey('r', 'X 1'), 'ORG-EXTERNAL-IDS#r X 1']],
  organizationKey: [[keys.organizationKey('r', 'o'), 'RESELLER#r ORG#o']],
  organizationNameKey: [[keys.organizationNameKey('r', 'Acme  Inc'), 'ORG-NAMES#r acme inc']],
  organizationNames: [[keys.organizationNames('r'), 'ORG-NAMES#r']],
  organizations: [[keys.organizations('r'), 'RESELLER#r ORG#']],
  partnerEventKey: [[eventKeys.partnerEventKey(1, 'e'), 'PARTNER#1 EVENT#e']],
  partnerExternalIdKey: [
    [externalIdKeys.partnerExternalIdKey(7, 'X-1'), 'UNIQUE#PARTNER-EXTERNAL-ID##7#X-1 UNIQUE'],
    [externalIdKeys.partnerExternalIdKey(undefined, 'X-1'), 'UNIQUE#PARTNER-EXTERNAL-ID##0#X-1 UNIQUE'],
  ],
  partnerKey: [[keys.partnerKey(1), 'PARTNER#1 PARTNER']],
  partnerNameKey: [[keys.partnerNameKey('Acme'), 'UNIQUE#PARTNER-NAME##acme UNIQUE']],
  partnerReferenceKey: [[keys.partnerReferenceKey('A-1'), 'UNIQUE#PARTNER-REFERENCE##A-1 UNIQUE']],
  passwordKey: [[keys.passwordKey('h'), 'PASSWORD#h PASSWORD']],
  pendingWebhookKey: [[webhookKeys.pendingWebhookKey('w'), 'WEBHOOKS-PENDING w']],
  pendingWebhooks: [[webhookKeys.pendingWebhooks, 'WEBHOOKS-PENDING ']],
  resellerEmails: [[keys.resellerEmails, 'RESELLER-EMAILS']],
  resellerEventKey: [[eventKeys.resellerEventKey('r', 'e'), 'RESELLER#r EVENT#e']],
  resellerExternalIdKey: [[externalIdKeys.resellerExternalIdKey('X-1'), 'RESELLER-EXTERNAL-IDS X-1']],
  resellerKey: [[keys.resellerKey('r'), 'RESELLER#r RESELLER']],
  resellerNames: [[keys.resellerNames, 'RESELLER-NAMES']],
  resellerPlaceKey: [[keys.resellerPlaceKey('r'), 'RESELLERS r']],
  resellers: [[keys.resellers, 'RESELLERS ']],
  ruleRenewalKey: [[webhookKeys.ruleRenewalKey, 'WEBHOOK-RULES LINEAGE']],
  strangerFailuresKey: [[signInKeys.strangerFailuresKey('h', 4), 'SIGN-IN#h STRANGERS#4']],
  treePlace: [
    [keys.treePlace([], 7), { gsi2pk: 'TREE#7', gsi2sk: '/7/' }],
    [keys.treePlace([1, 4], 7), { gsi2pk: 'TREE#1', gsi2sk: '/1/4/7/' }],
  ],
  webhookEventKey: [[webhookKeys.webhookEventKey('w', 'e'), 'WEBHOOK#w EVENT#e']],
  webhookKey: [[webhookKeys.webhookKey('w'), 'WEBHOOK#w WEBHOOK']],
  webhookPairsKey: [[webhookKeys.webhookPairsKey('w'), 'WEBHOOK#w PAIRS']],
  webhookPlaceKey: [[webhookKeys.webhookPlaceKey('/resellers/r', 'w'), 'WEBHOOKS#/resellers/r w']],
  webhookQuotaKey: [[webhookKeys.webhookQuotaKey('/'), 'WEBHOOK-QUOTA /']],
  webhooksOf: [
    [webhookKeys.webhooksOf('/'), 'WEBHOOKS '],
    [webhookKeys.webhooksOf('/resellers/r'), 'WEBHOOKS#/resellers/r '],
  ],
  webhookTokenKey: [[webhookKeys.webhookTokenKey('w'), 'WEBHOOK#w TOKEN']],
  resetCountKey: [[signInKeys.resetCountKey('USER', 'ab12', '2026-07-05'), 'PASSWORD-RESETS#USER#ab12 2026-07-05']],
  welcomeCountKey: [[keys.welcomeCountKey('TREE', '7', '2026-07-05'), 'WELCOME-COUNT#TREE#7 2026-07-05']],
  welcomeKey: [[keys.welcomeKey(2, 1), 'WELCOME#2 PARTNER#1']],
};

const stored = (built: unknown): unknown => {
  if (typeof built !== 'object' || built === null || !('pk' in built) || 'index' in built) return built;
  return `${built.pk} ${'sk' in built ? built.sk : 'prefix' in built && built.prefix}`;
};

it.each(Object.entries(STORED))('%s builds the key that is stored', (_name, pairs) => {
  for (const [built, literal] of pairs) expect(stored(built)).toEqual(literal);
});

it('every builder of a key is tested against a literal', () => {
  const builders = [keys, externalIdKeys, webhookKeys, eventKeys, signInKeys, canaryKeys].flatMap(Object.keys);
  expect(builders.filter((name) => !(name in STORED))).toEqual([]);
});

it('each pattern of the table is used by a builder', () => {
  const built = JSON.stringify(Object.values(STORED).map((pairs) => pairs.map(([key]) => key)));
  const unused = PATTERNS.filter((pattern) => pattern !== PARTITIONS.demo[0] && !built.includes(`"${prefixOf(pattern)}`));
  expect(unused).toEqual([]);
});

it('each sort key of the table is used by a builder', () => {
  const builders = sourceFiles().filter(({ path }) => BUILDERS.test(path));
  const names = new Set(builders.flatMap(({ text }) => [...text.matchAll(/SORT_KEYS\.(\w+)/g)].map(([, name]) => name)));
  expect(Object.keys(SORT_KEYS).filter((name) => name !== 'demo' && !names.has(name))).toEqual([]);
});

it('a value stands in its key as it is, whatever characters it has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('*', '#', '$&', '$1', ''), (text, special) => {
      const value = `${text}${special}${text}`;
      expect(keyFrom(PARTITIONS.resellers[0], value)).toBe(`RESELLER#${value}`);
      expect(keyFrom(LISTS.histories[0], value, special)).toBe(`HISTORY#${value}#${special}`);
    }),
  );
});

it('no two patterns match one partition', () => {
  const literal = (pattern: string) => pattern.replaceAll('*', 'x');
  const matches = (pattern: string, key: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key);
  const shared = PATTERNS.filter((one) => PATTERNS.some((two) => two !== one && matches(two, literal(one))));
  expect(shared).toEqual([]);
});

/** The files that build keys. */
const BUILDERS = /^shared\/table\/(?:[\w-]+-)?keys\.ts$/;

it('no other file spells a key', () => {
  const beginnings = [...PATTERNS, ...Object.values(SORT_KEYS)].map(prefixOf).filter((beginning) => beginning.endsWith('#'));
  // A quoted text that begins like a key, or a text that is given to an attribute of a key.
  const spelled = new RegExp(`['"\`](?:${beginnings.join('|')})|\\b(?:gsi\\d)?(?:pk|sk): ['"\`]`);
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter(({ text }) => spelled.test(text)).map(({ path }) => path)).toEqual(['functions/shared/table/partitions.ts']);
});

it('no file but the builders makes a key from a pattern', () => {
  const making = files.filter(({ text }) => /\bkeyFrom\(/.test(text)).map(({ path }) => path.replace('functions/', ''));
  expect(making.filter((path) => !BUILDERS.test(path))).toEqual([]);
  expect(making).toHaveLength(6);
});
