import type { EventDetail } from '../shared/table/events.ts';

/** A contact to be welcomed, from its event. */
export interface Newcomer {
  readonly partnerId: number;
  readonly contactId: number;
  readonly firstName: string;
  readonly email: string;
}

interface ContactData {
  readonly id: number;
  readonly firstName: string;
  readonly email: string;
  readonly sendWelcomeEmail: boolean;
  readonly isActive: boolean;
}

/**
 * Reads the contact to be welcomed from `partner.created`, `partner.contact.created` or
 * `partner.contact.updated`. Returns nothing when no e-mail is requested, or the contact may not
 * sign in. `asksForWelcome` counts the same contacts.
 */
export const newcomerOf = ({ metadata, payload }: EventDetail): Newcomer | undefined => {
  const contact = (payload.event === 'partner.created' ? (payload.data as { contact: ContactData }).contact : payload.data) as ContactData;
  if (!contact.sendWelcomeEmail || !contact.isActive) return undefined;
  const { id, firstName, email } = contact;
  return { partnerId: Number(metadata.tenant.split('/').at(-1)), contactId: id, firstName, email };
};
