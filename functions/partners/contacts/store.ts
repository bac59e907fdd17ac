import { pickBySchema } from '../../shared/contract/pick-by-schema.ts';
import { Refusal } from '../../shared/contract/problems.ts';
import { allOf, type Condition, isAbsent, where } from '../../shared/table/condition.ts';
import { formsOf, isSameName } from '../../shared/table/held-names.ts';
import { contactKey, contacts, credentialKey, type Key, listed } from '../../shared/table/keys.ts';
import { StaleReadError } from '../../shared/table/retry-on-conflict.ts';
import type { Table } from '../../shared/table/table.ts';
import { change, check, put, remove, type Write } from '../../shared/table/transaction.ts';
import type { Credential } from '../credentials/store.ts';
import { findUser, insertCredential, requireUserNameFree } from '../credentials/store.ts';
import type { Contact } from './contact.ts';
import { contactAnswerSchema } from './schemas.ts';

/** The contacts of partners, and what they sign in with. */
export const contactStore = (table: Table) => ({
  get: async (partnerId: number, id: number): Promise<Contact> => {
    const item = await table.get(contactKey(partnerId, id));
    if (!item) throw new Refusal('contact-not-found', `The partner has no contact ${id}.`);
    // Without its keys: what is read here is also stored inside its partner.
    return pickBySchema(contactAnswerSchema, item) as Contact;
  },

  /** Refuses a user name of a new contact that another holds under a key where the writes of the new one would not meet it (409). */
  requireFree: (userName: string): Promise<void> => requireUserNameFree(table, userName),

  /** A page of a partner's contacts, after the sort key `after`. */
  page: (partnerId: number, limit: number, after: string | undefined) =>
    table.page({
      list: contacts(partnerId),
      limit,
      after,
      keyOf: (id) => contactKey(partnerId, Number(id)),
    }),

  /**
   * The writes that change a contact and what it signs in with; reads its credential only when the user name changes. Another
   * address, and being deactivated or activated, void the links that were sent before.
   */
  replace: async (partnerId: number, before: Contact, after: Contact): Promise<readonly Write[]> => [
    put(contactKey(partnerId, after.id), contactItem(partnerId, after), () => new StaleReadError(), unchanged(before)),
    ...(await credentialWrites(table, before, after)),
  ],
});

/** The write that requires a contact to be as it was read. */
export const contactStands = (partnerId: number, contact: Contact): Write =>
  check(contactKey(partnerId, contact.id), unchanged(contact), () => new StaleReadError());

const unchanged = ({ version }: Contact) => where('version', '=', version);

/** The writes of a new contact: itself and the user name it claims. */
export const insertContact = (partnerId: number, contact: Contact): readonly Write[] => {
  const { id, userName, userRole, isActive } = contact;
  return [
    ...insertCredential({ userName, partnerId, contactId: id, userRole, isActive }),
    put(contactKey(partnerId, id), contactItem(partnerId, contact), () => new StaleReadError()),
  ];
};

const contactItem = (partnerId: number, contact: Contact) => ({
  type: 'contact',
  ...contact,
  ...listed(contacts(partnerId), contact.createdAt, contact.id),
});

const credentialWrites = async (table: Table, before: Contact, after: Contact): Promise<readonly Write[]> => {
  const { userName, userRole, isActive } = after;
  const renamed = before.userName !== userName;
  const voiding = before.email !== after.email || before.isActive !== isActive ? { linksVoidedAt: after.updatedAt } : {};
  if (!renamed && before.userRole === userRole && !voiding.linksVoidedAt) return [];
  if (renamed) await requireUserNameFree(table, userName, after.id);
  const own = where('contactId', '=', after.id);
  const inPlace = (key: Key) => [change(key, { set: { userName, userRole, isActive, ...voiding } }, own, () => new StaleReadError())];
  if (formsOf(before.userName).length === 1 && isSameName(before.userName, userName)) return inPlace(credentialKey(userName));
  const credential = await findUser(table, before.userName);
  if (!credential) throw new StaleReadError();
  const { pk, sk, ...kept } = credential;
  const key = { pk, sk };
  // The key of before may be today's key of another name, and a transaction names an item once.
  if (!renamed || pk === credentialKey(userName).pk) return inPlace(key);
  return [
    remove(key, unchangedPassword(own, credential), () => new StaleReadError()),
    ...insertCredential({ ...kept, userName, userRole, isActive, ...voiding }),
  ];
};

// A password that is set at the same moment must not be lost with the old name.
const unchangedPassword = (own: Condition, { passwordHash }: Credential): Condition =>
  allOf(own, passwordHash === undefined ? isAbsent('passwordHash') : where('passwordHash', '=', passwordHash));
