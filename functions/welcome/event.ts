import type { EventDetail } from '../shared/table/events.ts';
import type { Recipient } from './recipient.ts';

interface ContactData {
  readonly id: number;
  readonly firstName: string;
  readonly email: string;
  readonly sendWelcomeEmail: boolean;
  readonly isActive: boolean;
}

/**
 * Reads the contact to be welcomed from `partner.created`, `partner.contact.created` or
 * `partner.contact.updated`, and the one to be welcomed again from `partner.contact.reinvited`.
 * Returns nothing when no e-mail is requested, or the contact may not sign in. `asksForWelcome`
 * counts the same contacts.
 */
export const newcomerOf = ({ metadata, payload }: EventDetail): Recipient | undefined => {
  const contact = (payload.event === 'partner.created' ? (payload.data as { contact: ContactData }).contact : payload.data) as ContactData;
  const again = payload.event === 'partner.contact.reinvited';
  if (!contact.isActive || !(contact.sendWelcomeEmail || again)) return undefined;
  const { id, firstName, email } = contact;
  const newcomer = { partnerId: Number(metadata.tenant.split('/').at(-1)), contactId: id, firstName, email };
  return again ? { ...newcomer, purpose: 'welcomeAgain', requestId: metadata.eventId } : { ...newcomer, purpose: 'welcome' };
};
