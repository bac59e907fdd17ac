import { Refusal } from '../../shared/contract/problems.ts';
import { allOf, anyOf, exists, isAbsent, where } from '../../shared/table/condition.ts';
import { NameNotHeldError, retryInHeldForm } from '../../shared/table/held-names.ts';
import { credentialKey, partnerKey, passwordKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { change, put, remove, type Write } from '../../shared/table/transaction.ts';
import { contactStore } from '../contacts/store.ts';
import { LINK_SECONDS, tokenHash } from './password.ts';

/** The contact whose password a link sets, and the address it is sent to. */
export interface Link {
  readonly partnerId: number;
  readonly contactId: number;
  readonly email: string;
}

/** A valid link, with the current user name of its contact. */
export interface FoundLink {
  readonly contactId: number;
  readonly userName: string;
  readonly email: string;
  readonly partnerName: string;
  readonly issuedAt: string;
}

/**
 * Returns the write that stores a link under the hash of its token, with the hash of the address.
 */
export const insertLink = (token: string, { partnerId, contactId, email }: Link, at: Date, seconds = LINK_SECONDS): Write =>
  put(
    passwordKey(tokenHash(token)),
    {
      type: 'password-link',
      partnerId,
      contactId,
      emailHash: tokenHash(email),
      issuedAt: at.toISOString(),
      expiresAt: Math.floor(at.getTime() / 1000) + seconds,
    },
    () => new Error('a token was drawn twice'),
  );

/** Creates the store of password links and of the passwords they set. */
export const passwordStore = (table: Table) => ({
  /**
   * Finds the user whose password a token may set. Only `set` sees whether the link was voided.
   * @throws {Refusal} `password-link-invalid` when the link is unknown, used, expired, was sent to
   *   an earlier address, or its contact is inactive
   */
  find: async (token: string, at: Date): Promise<FoundLink> => {
    const item = await table.get(passwordKey(tokenHash(token)));
    if (!item || Number(item.expiresAt) <= at.getTime() / 1000) throw linkInvalid();
    const contactId = Number(item.contactId);
    const partnerId = Number(item.partnerId);
    const [contact, partner] = await Promise.all([contactStore(table).get(partnerId, contactId), table.get(partnerKey(partnerId))]);
    const { userName, email, isActive } = contact;
    if (!isActive || tokenHash(email) !== item.emailHash) throw linkInvalid();
    return { contactId, userName, email, partnerName: String(partner?.name ?? ''), issuedAt: String(item.issuedAt) };
  },

  /**
   * Stores a password hash and removes the link, both or neither.
   * @throws {Refusal} `password-link-invalid` when the link was voided or is older than the last
   *   password that a link set
   */
  set: (token: string, { contactId, userName, issuedAt }: FoundLink, passwordHash: string, at: Date): Promise<void> =>
    retryInHeldForm(userName, (form) =>
      table.commit([
        remove(passwordKey(tokenHash(token)), exists(), linkInvalid),
        change(
          credentialKey(userName, form),
          { set: { passwordHash, passwordSetAt: at.toISOString() } },
          allOf(
            where('contactId', '=', contactId),
            anyOf(isAbsent('passwordSetAt'), where('passwordSetAt', '<=', issuedAt)),
            anyOf(isAbsent('linksVoidedAt'), where('linksVoidedAt', '<', issuedAt)),
          ),
          (existing) => (existing?.contactId === contactId ? linkInvalid() : new NameNotHeldError()),
        ),
      ]),
    ),
});

const linkInvalid = () => new Refusal('password-link-invalid', 'The link was used, has expired or never was.');
