import {
  organizationCreated,
  organizationDeleted,
  organizationRestored,
  organizationSnapshot,
  organizationUpdated,
} from '../../../functions/organizations/events.ts';
import {
  closeOrganization,
  openOrganization,
  patchOrganization,
  reopenOrganization,
} from '../../../functions/organizations/organization.ts';

const at = '2026-11-22T14:15:22.000Z';
const later = '2026-11-23T09:00:00.000Z';
const body = { name: 'Fabrikam', email: 'it@fabrikam.example', allowedUsers: 5, address: { city: 'Leith' }, metadata: { 'a/b': 'c' } };
const organization = openOrganization(body, { id: 'o', at });
const deleted = closeOrganization(organization, later, 30);

test.each([
  ['created', organizationCreated('r', organization)],
  ['updated', organizationUpdated('r', organization, patchOrganization(organization, { name: 'x' }, later))],
  ['deleted', organizationDeleted('r', organization, deleted)],
  ['restored', organizationRestored('r', deleted, reopenOrganization(deleted, later))],
])('the event of an organization that was %s is its reseller’s, in its order', (name, event) => {
  expect(event).toMatchObject({ name: `reseller.organization.${name}`, tenant: '/resellers/r' });
  expect(event.key('e')).toEqual({ pk: 'RESELLER#r', sk: 'EVENT#e' });
});

test('a new one is told whole and without a past', () => {
  const event = organizationCreated('r', { ...organization, pk: 'secret' } as typeof organization);
  expect(event).toMatchObject({ at, version: 1, previousVersion: null, changed: [], previous: {} });
  expect(event.data).toEqual(organization);
});

test('a change names what changed, however deep, and what it was; its version and time are no change', () => {
  const after = patchOrganization(
    organization,
    { allowedUsers: 7, address: { city: null, country: 'GB' }, metadata: { 'a/b': null } },
    later,
  );
  const event = organizationUpdated('r', organization, after);
  expect(event).toMatchObject({ at: later, version: 2, previousVersion: 1, data: after });
  expect(event.previous).toEqual({ '/allowedUsers': 5, '/address/city': 'Leith', '/address/country': null, '/metadata/a~1b': 'c' });
  expect(new Set(event.changed)).toEqual(new Set(Object.keys(event.previous)));
});

test('a deleted one is told as it was, without what its keeping adds, at the version that the delete makes', () => {
  const event = organizationDeleted('r', organization, deleted);
  expect(event).toMatchObject({ at: later, version: 2, previousVersion: 1, changed: [], previous: {} });
  expect(event.data).toEqual({ ...organization, version: 2 });
});

test('one that is back is told as it is now', () => {
  const restored = reopenOrganization(deleted, '2026-11-24T09:00:00.000Z');
  const event = organizationRestored('r', deleted, restored);
  expect(event).toMatchObject({ at: restored.updatedAt, version: 3, previousVersion: 2, changed: [], previous: {} });
  expect(event.data).toEqual(restored);
});

test('a snapshot has its present state, and belongs to its reseller', () => {
  const snapshot = { name: 'reseller.organization.snapshot', at, version: 1, tenant: '/resellers/r', entity: 'o' };
  expect(organizationSnapshot('r', organization)).toMatchObject({ ...snapshot, data: organization });
  expect(organizationSnapshot('r', deleted)).toMatchObject({ ...snapshot, at: later, version: 2 });
});
