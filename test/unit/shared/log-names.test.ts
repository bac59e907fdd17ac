import { apiUserName, newCredentialId } from '../../../functions/shared/auth/api-user-name.ts';
import { partnerUser } from '../../../functions/shared/contract/caller.ts';
import { describeCaller, subjectOf } from '../../../functions/shared/endpoint/log-names.ts';

const RESELLER = '0192f7a0-1111-7000-8000-00000000000a';
const token = { actor: 'token:ada@contoso.example', permissions: new Set<never>() };

test.each([
  ['the reseller of the path', '/v3/resellers/{resellerId}/organizations', { resellerId: RESELLER }, token, `/resellers/${RESELLER}`],
  ['the partner of the path', '/v1/partners/{id}/contacts', { id: '7' }, { ...token, partnerId: 1 }, '/partners/7'],
  [
    'the caller’s reseller, where the path names none',
    '/v3/webhooks/{id}',
    { id: '9' },
    { ...token, resellerId: RESELLER },
    `/resellers/${RESELLER}`,
  ],
  ['the caller’s partner', '/v1/partners', {}, { ...token, partnerId: 12 }, '/partners/12'],
  ['nobody’s, for an unbound caller', '/v1/partners', {}, token, undefined],
  [
    'the caller’s, where the path holds no id',
    '/v3/resellers/{resellerId}',
    { resellerId: 'ada@contoso.example' },
    { ...token, partnerId: 2 },
    '/partners/2',
  ],
  ['nobody’s, where the gateway says that there are no parameters', '/v1/partners/{id}', null, undefined, undefined],
  ['nobody’s, where nobody called', '/v1/partners/{id}', { id: 'Ada Lovelace' }, undefined, undefined],
])('a request is of %s', (_, path, parameters, caller, expected) => {
  expect(subjectOf(path, parameters, caller)).toBe(expected);
});

test('a contact is named by its id, an API credential by its own, and any other caller by a digest that is the same each time', () => {
  expect(describeCaller(partnerUser('ada.lovelace', 7, 'Partner Supervisor', 42))).toBe('contact:42');
  for (const userName of Array.from({ length: 20 }, () => apiUserName(newCredentialId()))) {
    expect(describeCaller(partnerUser(userName, 7, 'Partner Supervisor'))).toBe(`user:${userName}`);
    expect(describeCaller(partnerUser(userName, 7, 'Partner Supervisor', 42))).toBe('contact:42');
    expect(describeCaller({ ...token, actor: `token:${userName}` })).toMatch(/^token:[0-9a-f]{16}$/);
  }
  expect(describeCaller(partnerUser('key-ada.lovelace', 7, 'Partner Supervisor'))).toMatch(/^user:[0-9a-f]{16}$/);
  expect(describeCaller(token)).toMatch(/^token:[0-9a-f]{16}$/);
  expect(describeCaller(token)).toBe(describeCaller({ ...token }));
  expect(describeCaller(token)).not.toBe(describeCaller({ ...token, actor: 'token:grace@contoso.example' }));
});
