import type { PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { type Binding, withBinding } from '../../../functions/identity/binding.ts';

const event = { triggerSource: 'TokenGeneration_ClientCredentials', userPoolId: 'pool' } as PreTokenGenerationV3TriggerEvent;

const responseWith = (claimsToAddOrOverride: object) => ({
  claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } },
});

test('a client without a binding gets the token as it is', () => {
  expect(withBinding(event, undefined)).toBe(event);
});

test('a bound client gets the claim of its tenant, and of no other', () => {
  expect(withBinding(event, { resellerId: 'r' }).response).toEqual(responseWith({ reseller_id: 'r' }));
  expect(withBinding(event, { partnerId: '7' }).response).toEqual(responseWith({ partner_id: '7' }));
  expect(withBinding(event, { resellerId: 'r' })).toMatchObject(event);
});

test.each<Binding>([{}, { resellerId: '', partnerId: '' }])('a binding that names no tenant makes no token: %j', (binding) => {
  expect(() => withBinding(event, binding)).toThrow('the binding of the client names no tenant');
});
