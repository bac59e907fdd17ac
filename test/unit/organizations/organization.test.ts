import { organizationCreated } from '../../../functions/organizations/events.ts';
import { openOrganization, resellerRule } from '../../../functions/organizations/organization.ts';

const body = { name: 'Fabrikam', email: 'it@fabrikam.example', allowedUsers: -1 };
const birth = { id: 'o', at: '2026-11-22T14:15:22.000Z' };

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

test('its event holds what is answered and nothing more, in the order of its reseller', () => {
  const organization = openOrganization(body, birth);
  const event = organizationCreated('r', { ...organization, pk: 'secret' } as typeof organization);
  expect(event).toMatchObject({ name: 'reseller.organization.created', tenant: '/resellers/r', version: 1, previousVersion: null });
  expect(event.data).toEqual(organization);
  expect(event.key('e')).toEqual({ pk: 'RESELLER#r', sk: 'EVENT#e' });
});
