import { openOrganization, replaceOrganization } from '../../functions/organizations/organization.ts';
import { openContact } from '../../functions/partners/contacts/contact.ts';
import { openPartner } from '../../functions/partners/partner.ts';
import { openReseller } from '../../functions/resellers/reseller.ts';
import { openWebhook } from '../../functions/webhooks/webhook.ts';
import { AT, callerOf, contactInput, contactOf } from './partners/samples.ts';

// No schema lets these in; the code that makes an entity does not rely on that alone.
const foreign = { id: 99, version: 99, createdAt: 'theirs', updatedAt: 'theirs' };
const at = AT;
const sold = { name: 'Acme', email: 'it@acme.example', allowedUsers: 1, ...foreign };
const organization = openOrganization(sold, { id: 'o', at });
const ours = { id: 'o', version: 1, createdAt: at, updatedAt: at };

test.each([
  ['a new contact', openContact({ ...contactInput, ...foreign }, { id: 6, at }), { ...ours, id: 6 }],
  [
    'a new partner',
    openPartner({ name: 'Acme', contact: contactInput, ...foreign }, contactOf(6), undefined, { id: 5, reference: 'r', at }),
    { ...ours, id: 5, reference: 'r' },
  ],
  ['a new reseller', openReseller({ ...sold, allowedOrganizations: 1 }, { id: 'o', at }), ours],
  ['a new organization', organization, ours],
  [
    'an organization put',
    replaceOrganization(organization, { ...sold, name: 'Contoso' }, '2026-11-23T09:00:00.000Z'),
    { ...ours, name: 'Contoso', version: 2, updatedAt: '2026-11-23T09:00:00.000Z' },
  ],
  [
    'a new webhook endpoint',
    openWebhook({ name: 'W', url: 'https://a.example', events: ['*'], token: 'k9fT2vLq8sYw4mRz', ...foreign }, callerOf(), {
      id: 'o',
      owner: '/',
      at,
    }),
    { ...ours, owner: '/', status: 'pending' },
  ],
])('%s keeps its own id, version and times, whatever a body says', (_, entity, expected) => {
  expect(entity).toMatchObject(expected);
});
