import type { EventDeclaration } from '../../shared/contract/event.ts';
import { fieldsChanged } from '../../shared/contract/merge-patch.ts';
import { pickBySchema } from '../../shared/contract/pick-by-schema.ts';
import { partnerEventKey } from '../../shared/table/event-keys.ts';
import { type Change, firstVersion, type Snapshot } from '../../shared/table/events.ts';
import { type Contact, embeddedContact } from './contact.ts';
import { contactAnswerSchema, answer as sample } from './schemas.ts';

/** The events of a partner's contacts. */
export const contactEvents = {
  'partner.contact.created': { summary: 'A contact of a partner was created', data: contactAnswerSchema, sample },
  'partner.contact.updated': { summary: 'A contact of a partner was changed', data: contactAnswerSchema, sample },
  'partner.contact.reinvited': { summary: 'A contact of a partner is sent another welcome e-mail', data: contactAnswerSchema, sample },
} as const satisfies Readonly<Record<string, EventDeclaration>>;

/** The snapshots of contacts, which a backfill sends. */
export const contactSnapshots = {
  'partner.contact.snapshot': {
    summary: 'The present state of a contact of a partner, which a backfill sends',
    data: contactAnswerSchema,
    sample,
  },
} as const satisfies Readonly<Record<string, EventDeclaration>>;

type ContactChange = Change<keyof typeof contactEvents>;

interface Place {
  readonly id: number;
  readonly ancestors: readonly number[];
}

const changeOf = ({ id, ancestors }: Place, contact: Contact) => ({
  data: pickBySchema(contactAnswerSchema, contact) as object,
  at: contact.updatedAt,
  tenant: `/partners/${[...ancestors, id].join('/')}`,
  key: (eventId: string) => partnerEventKey(ancestors[0] ?? id, eventId),
});

/** The event of a new contact of a partner. */
export const contactCreated = (partner: Place, contact: Contact): ContactChange => ({
  ...firstVersion,
  name: 'partner.contact.created',
  ...changeOf(partner, contact),
});

/** The event of a changed contact. */
export const contactUpdated = (partner: Place, before: Contact, after: Contact): ContactChange => ({
  name: 'partner.contact.updated',
  ...changeOf(partner, after),
  ...fieldsChanged(embeddedContact(before), embeddedContact(after)),
  version: after.version,
  previousVersion: before.version,
});

/** The event of a contact that is sent another link; it differs from before in nothing else. */
export const contactReinvited = (partner: Place, before: Contact, after: Contact): ContactChange => ({
  ...contactUpdated(partner, before, after),
  name: 'partner.contact.reinvited',
});

/** Creates the snapshot of a contact; ids of contacts are unique within their partner. */
export const contactSnapshot = (partner: Place, contact: Contact): Snapshot<keyof typeof contactSnapshots> => {
  const { key: _, ...change } = changeOf(partner, contact);
  return { ...change, name: 'partner.contact.snapshot', version: contact.version, entity: `${partner.id}/${contact.id}` };
};
