import { createContact } from '../../../../functions/partners/contacts/create.ts';
import { contactStore } from '../../../../functions/partners/contacts/store.ts';
import { updateContact } from '../../../../functions/partners/contacts/update.ts';
import { createPartner } from '../../../../functions/partners/create.ts';
import { createCredential } from '../../../../functions/partners/credentials/create.ts';
import { partnerStore } from '../../../../functions/partners/store.ts';
import { updatePartner } from '../../../../functions/partners/update.ts';
import type { Key } from '../../../../functions/shared/table/keys.ts';
import { put } from '../../../../functions/shared/table/transaction.ts';
import { stubTable } from '../../table-stub.ts';
import { AT, callerOf, contactInput, contactOf, partnerOf, WELCOMES } from '../samples.ts';

const items = new Map<string, object>([
  ['PARTNER', partnerOf(7)],
  ['CONTACT#1007', contactOf(1007, { userRole: 'Client User' })],
  ['CONTACT#8', contactOf(8, { userRole: 'Client User' })],
  ['CONTACT#9', contactOf(9)],
]);
// A commit would fail: the table is not expected to be written.
const table = stubTable({ get: async ({ sk }: Key) => items.get(sk) as Record<string, unknown> | undefined });
const deps = {
  partners: partnerStore(table),
  contacts: contactStore(table),
  record: () => put({ pk: 'e', sk: 'e' }, {}, () => new Error('drawn twice')),
  welcomes: WELCOMES,
  newReference: () => 'r',
  newInt32: () => 11,
  now: () => AT,
};
const request = {
  ...{ caller: callerOf({ partnerId: 7, role: 'Partner User' }), header: {}, query: {}, remember: () => [] },
  origin: { actor: 'a', requestId: 'r', sourceIp: '192.0.2.7' },
};
const raise = { userRole: 'Partner Supervisor' as const };

test.each<[string, () => Promise<unknown>]>([
  [
    'make a partner with',
    () => createPartner({ ...request, params: {}, body: { name: 'x', parent: { id: 7 }, contact: contactInput } }, deps),
  ],
  ['make', () => createContact({ ...request, params: { id: 7 }, body: contactInput }, deps)],
  ['make a credential of', () => createCredential({ ...request, params: { id: 7 }, body: raise }, deps)],
  ['promote another to', () => updateContact({ ...request, params: { id: 7, contactId: 8 }, body: raise }, deps)],
  ['demote', () => updateContact({ ...request, params: { id: 7, contactId: 9 }, body: { userRole: 'Client User' } }, deps)],
  ['change the phone of', () => updateContact({ ...request, params: { id: 7, contactId: 9 }, body: { phone: '+1555' } }, deps)],
  ['promote the partner’s contact to', () => updatePartner({ ...request, params: { id: 7 }, body: { contact: raise } }, deps)],
])('a user that is no supervisor cannot %s one', async (_, act) => {
  await expect((async () => act())()).rejects.toMatchObject({ code: 'role-too-high' });
});
