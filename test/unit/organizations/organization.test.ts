import {
  closeOrganization,
  creationRules,
  isRestorable,
  metadataRules,
  type Organization,
  openOrganization,
  patchOrganization,
  putRules,
  reopenOrganization,
  replaceOrganization,
  resellerRule,
} from '../../../functions/organizations/organization.ts';
import { MOST_METADATA_BYTES } from '../../../functions/organizations/schemas.ts';

const body = { name: 'Fabrikam', email: 'it@fabrikam.example', allowedUsers: -1 };
const birth = { id: 'o', at: '2026-11-22T14:15:22.000Z' };
const later = '2026-11-23T09:00:00.000Z';

const organization: Organization = openOrganization(
  { ...body, description: 'Head office', address: { city: 'Leith', country: 'GB' }, externalId: 'crm-1', metadata: { tier: 'gold' } },
  birth,
);
const pairs = (count: number, value = 'x') => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));

test('a new organization is at version 1 and does not carry its reseller', () => {
  expect(openOrganization({ ...body, resellerId: 'r', address: { city: 'Leith' } }, birth)).toEqual({
    ...{ id: 'o', ...body, address: { city: 'Leith' }, version: 1, createdAt: birth.at, updatedAt: birth.at },
  });
});

test.each([
  [undefined, 0],
  ['', 0],
  ['r', 0],
  ['R', 1],
  [' r', 1],
])('a resellerId given as %p breaks %i rules', (resellerId, broken) => {
  const expected = { in: 'body', pointer: '/resellerId', code: 'conflicting-values', message: expect.any(String) };
  expect(resellerRule(resellerId === undefined ? {} : { resellerId }, 'r')).toEqual(Array.from({ length: broken }, () => expected));
});

test.each([
  ['nothing', undefined, 0],
  ['null', null, 0],
  ['what is no object', 'x'.repeat(MOST_METADATA_BYTES + 1), 0],
  ['pairs of 32 KiB, names included', { name: 'x'.repeat(MOST_METADATA_BYTES - 4) }, 0],
  ['pairs of a byte more', { name: 'x'.repeat(MOST_METADATA_BYTES - 3) }, 1],
  ['pairs of fewer characters and more bytes', { n: '€'.repeat(Math.ceil(MOST_METADATA_BYTES / 3)) }, 1],
  ['names of more bytes', { ['€'.repeat(MOST_METADATA_BYTES / 2)]: '' }, 1],
  ['what the schema refuses already', { a: 1, b: ['x'.repeat(MOST_METADATA_BYTES + 1)] }, 0],
])('metadata of %s breaks the rule of its size or not', (_, metadata, broken) => {
  const expected = { in: 'body', pointer: '/metadata', code: 'too-large', message: expect.stringContaining(String(MOST_METADATA_BYTES)) };
  expect(metadataRules({ metadata })).toEqual(Array.from({ length: broken }, () => expected));
});

test('all rules of a create and of a PUT are told at once', () => {
  const bad = { ...body, resellerId: 'other', externalId: 'b', metadata: pairs(40, 'x'.repeat(1024)) };
  const pointers = (violations: readonly { readonly pointer: string }[]) => violations.map(({ pointer }) => pointer);
  expect(pointers(creationRules({ body: bad, params: { resellerId: 'r' } }))).toEqual(['/resellerId', '/metadata']);
  const put = (fields: object) => putRules({ body: { ...body, ...fields }, params: { resellerId: 'r', externalId: 'a' }, query: {} });
  expect(pointers(put(bad))).toEqual(['/resellerId', '/metadata', '/externalId']);
  expect([put({}), put({ externalId: 'a', resellerId: 'r' })]).toEqual([[], []]);
});

describe('a patch', () => {
  test('makes the next version as of now, and leaves the one before alone', () => {
    const before = JSON.stringify(organization);
    const after = patchOrganization(
      organization,
      { name: 'Contoso', description: null, address: { city: null }, metadata: { note: 'x' } },
      later,
    );
    const { description: _, ...rest } = organization;
    expect(after).toEqual({
      ...{ ...rest, name: 'Contoso', address: { country: 'GB' }, metadata: { tier: 'gold', note: 'x' } },
      ...{ version: 2, updatedAt: later },
    });
    expect(JSON.stringify(organization)).toBe(before);
  });

  test.each([[{}], [{ name: 'Fabrikam', address: { city: 'Leith' }, metadata: { other: null } }]])(
    '%j is none: the very same organization',
    (patch) => {
      expect(patchOrganization(organization, patch, later)).toBe(organization);
    },
  );

  test.each([
    ['too many pairs', pairs(50), ['too-many']],
    ['too many bytes', pairs(40, 'x'.repeat(1024)), ['too-large']],
    ['both', pairs(60, 'x'.repeat(1024)), ['too-many', 'too-large']],
  ])('that would leave %s is refused', (_, metadata, codes) => {
    const violations = codes.map((code) => expect.objectContaining({ in: 'body', pointer: '/metadata', code }));
    expect(() => patchOrganization(organization, { metadata }, later)).toThrow(
      expect.objectContaining({ code: 'invalid-request', violations }),
    );
  });

  test('may leave as many as there may be', () => {
    expect(Object.keys(patchOrganization(organization, { metadata: pairs(49) }, later).metadata ?? {})).toHaveLength(50);
  });
});

describe('a replacement', () => {
  test('keeps id, creation and what is given, and nothing else', () => {
    expect(replaceOrganization(organization, { ...body, name: 'Contoso', externalId: 'crm-1', resellerId: 'r' }, later)).toEqual({
      ...{ id: 'o', ...body, name: 'Contoso', externalId: 'crm-1', version: 2, createdAt: birth.at, updatedAt: later },
    });
  });

  test('by what is there is the very same organization', () => {
    const { id: _, version: __, createdAt: ___, updatedAt: ____, ...fields } = organization;
    expect(replaceOrganization(organization, { resellerId: 'r', ...fields }, later)).toBe(organization);
  });
});

describe('a deleted organization', () => {
  const deleted = closeOrganization(organization, later, 30);

  test('is what it was, one version on, with its times', () => {
    expect(deleted).toEqual({ ...organization, version: 2, deletedAt: later, purgeAt: '2026-12-23T09:00:00.000Z' });
  });

  test('is brought back as it was, one version on, without them', () => {
    expect(reopenOrganization(deleted, '2026-12-01T00:00:00.000Z')).toEqual({
      ...organization,
      version: 3,
      updatedAt: '2026-12-01T00:00:00.000Z',
    });
  });

  test.each([
    ['2026-12-23T08:59:59.999Z', true],
    ['2026-12-23T09:00:00.000Z', false],
    ['2026-12-23T09:00:00.001Z', false],
  ])('at %s can be restored: %p', (at, restorable) => {
    expect(isRestorable(deleted, at)).toBe(restorable);
  });
});
