import { type Credential, findUser } from '../../shared/auth/credential.ts';
import { pickBySchema } from '../../shared/contract/pick-by-schema.ts';
import { Refusal } from '../../shared/contract/problems.ts';
import { attributeChange } from '../../shared/table/attributes.ts';
import { allOf, type Condition, isAbsent, where } from '../../shared/table/condition.ts';
import { formsOf, isSameName } from '../../shared/table/held-names.ts';
import { contactKey, contacts, credentialKey, type Key, listed } from '../../shared/table/keys.ts';
import { StaleReadError } from '../../shared/table/retry-on-conflict.ts';
import type { Table } from '../../shared/table/table.ts';
import { change, check, put, remove, type Write } from '../../shared/table/transaction.ts';
import { insertCredential, requireUserNameFree } from '../user-names.ts';
import type { Contact } from './contact.ts';
import { contactAnswerSchema } from './schemas.ts';

/** Creates the store of contacts and of their credentials. */
export const contactStore = (table: Table) => ({
  get: async (partnerId: number, id: number): Promise<Contact> => {
    const item = await table.get(contactKey(partnerId, id));
    if (!item) throw new Refusal('contact-not-found', `The partner has no contact ${id}.`);
    // Without its keys, because the result is also stored inside its partner.
    return pickBySchema(contactAnswerSchema, item) as Contact;
  },

  /**
   * Refuses a new user name that another contact has under an older key (409). A condition on the
   * new key would not find it.
   */
  requireFree: (userName: string): Promise<void> => requireUserNameFree(table, userName),

  /** Returns a page of a partner's contacts, after the sort key `after`. */
  page: (partnerId: number, limit: number, after: string | undefined) =>
    table.page({
      list: contacts(partnerId),
      limit,
      after,
      keyOf: (id) => contactKey(partnerId, Number(id)),
    }),

  /**
   * Returns the writes that change a contact and its credential. The credential is only read when
   * the user name changes. A new address, deactivation and activation void the links that were sent
   * before.
   */
  replace: async (partnerId: number, before: Contact, after: Contact): Promise<readonly Write[]> => [
    changeInPlace(partnerId, before, after),
    ...(await credentialWrites(table, before, after)),
  ],

  /** Returns the writes of the next version of a contact that void all links sent before. */
  replaceLinks: async (partnerId: number, before: Contact, after: Contact): Promise<readonly Write[]> => [
    changeInPlace(partnerId, before, after),
    ...(await credentialWrites(table, before, after, true)),
  ],
});

// In place: another release may have stored attributes that this one does not know.
const changeInPlace = (partnerId: number, before: Contact, after: Contact): Write =>
  change(contactKey(partnerId, after.id), attributeChange(before, after), unchanged(before), () => new StaleReadError());

/** Returns the write that requires a contact to be as it was read. */
export const requireContactUnchanged = (partnerId: number, contact: Contact): Write =>
  check(contactKey(partnerId, contact.id), unchanged(contact), () => new StaleReadError());

const unchanged = ({ version }: Contact) => where('version', '=', version);

/** Returns the writes of a new contact and of the user name that it claims. */
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

const credentialWrites = async (
  table: Table,
  before: Contact,
  after: Contact,
  voids = before.email !== after.email || before.isActive !== after.isActive,
): Promise<readonly Write[]> => {
  const { userName, userRole, isActive } = after;
  const renamed = before.userName !== userName;
  const voiding = voids ? { linksVoidedAt: after.updatedAt } : {};
  if (!renamed && before.userRole === userRole && !voiding.linksVoidedAt) return [];
  if (renamed) await requireUserNameFree(table, userName, after.id);
  const own = where('contactId', '=', after.id);
  const changeCredential = (key: Key) => [
    change(key, { set: { userName, userRole, isActive, ...voiding } }, own, () => new StaleReadError()),
  ];
  if (formsOf(before.userName).length === 1 && isSameName(before.userName, userName)) return changeCredential(credentialKey(userName));
  const credential = await findUser(table, before.userName);
  if (!credential) throw new StaleReadError();
  const { pk, sk, ...kept } = credential;
  const key = { pk, sk };
  // The old key may be today's key of another name, and a transaction may name an item only once.
  if (!renamed || pk === credentialKey(userName).pk) return changeCredential(key);
  return [
    remove(key, unchangedPassword(own, credential), () => new StaleReadError()),
    ...insertCredential({ ...kept, userName, userRole, isActive, ...voiding }),
  ];
};

// A password that is set at the same moment must not be lost with the old name.
const unchangedPassword = (own: Condition, { passwordHash }: Credential): Condition =>
  allOf(own, passwordHash === undefined ? isAbsent('passwordHash') : where('passwordHash', '=', passwordHash));
