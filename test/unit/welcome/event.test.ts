import type { Contact } from '../../../functions/partners/contacts/contact.ts';
import { contactCreated, contactReinvited } from '../../../functions/partners/contacts/events.ts';
import { partnerCreated } from '../../../functions/partners/events.ts';
import { withParent } from '../../../functions/partners/partner.ts';
import { type Change, type EventDetail, eventRecorder } from '../../../functions/shared/table/events.ts';
import { welcomeKey } from '../../../functions/shared/table/keys.ts';
import { newcomerOf } from '../../../functions/welcome/event.ts';
import { contactOf, partnerOf } from '../partners/samples.ts';
import { itemOf } from '../written.ts';

const detailOf = (change: Change<string>): EventDetail =>
  itemOf(
    eventRecorder({ newId: () => '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31', retentionDays: 1 })(change, {
      actor: 'a',
      requestId: 'r',
      sourceIp: '192.0.2.7',
    }),
  ) as unknown as EventDetail;

const welcomed = (contact: Contact): Contact => ({ ...contact, sendWelcomeEmail: true });
const contact = contactOf(6);
const newcomer = { partnerId: 7, contactId: 6, firstName: 'Ada', email: 'ada@example.com', purpose: 'welcome' };

test('the first contact of a new partner is welcomed', () => {
  const partner = partnerOf(7, partnerOf(1), { contact: welcomed(contact) });
  expect(newcomerOf(detailOf(partnerCreated(partner, withParent(partner, 'Partner 1'))))).toEqual(newcomer);
});

test('one more contact of a partner is welcomed', () => {
  expect(newcomerOf(detailOf(contactCreated({ id: 7, ancestors: [1] }, welcomed(contact))))).toEqual(newcomer);
});

test('who is to be sent no e-mail is not', () => {
  const partner = partnerOf(7);
  expect(newcomerOf(detailOf(partnerCreated(partner, withParent(partner, undefined))))).toBeUndefined();
  expect(newcomerOf(detailOf(contactCreated({ id: 7, ancestors: [] }, contact)))).toBeUndefined();
});

test('a contact that is invited again is sent an e-mail for that event, whether or not it was to be welcomed', () => {
  const event = detailOf(contactReinvited({ id: 7, ancestors: [1] }, contact, { ...contact, version: 2 }));
  expect(newcomerOf(event)).toEqual({ ...newcomer, purpose: 'welcomeAgain', requestId: '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31' });
});

test('the three e-mails of a contact are claimed by items of their own', () => {
  expect(welcomeKey(2, 1, 'welcomeAgain')).toEqual({ pk: 'WELCOME#2', sk: 'AGAIN#1' });
  expect(welcomeKey(2, 1, 'passwordReset')).toEqual({ pk: 'WELCOME#2', sk: 'RESET#1' });
});
