import { partitionFor } from '../../../functions/deliveries/places.ts';

const owner = '/resellers/r1';
const tenant = '/resellers/r1';

test('the most selective part of a filter chooses the index', () => {
  const of = { eventId: 'e', requestId: 'q', resource: 'partner', resourceId: '7', tenant };
  const { eventId: _, ...byRequest } = of;
  const { requestId: __, ...byResource } = byRequest;
  const chosen = [of, byRequest, byResource, { tenant }].map((filter) => partitionFor({ owner: '/', ...filter })?.pk);
  expect(chosen).toEqual([
    'DELIVERIES-OF-EVENT#e',
    'DELIVERIES-OF-REQUEST#q',
    'DELIVERIES-OF-RESOURCE#partner#7',
    'DELIVERIES-OF-TENANT#/resellers/r1',
  ]);
});

test('a tenant’s own list answers what no index narrows for it', () => {
  expect(partitionFor({ owner, tenant })).toBeUndefined();
  expect(partitionFor({ owner: '/', resource: 'partner' })).toBeUndefined();
  expect(partitionFor({ owner, eventId: 'e' })?.pk).toBe('DELIVERIES-OF-EVENT#e');
});
