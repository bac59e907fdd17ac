import { LINK_SECONDS, RESET_LINK_SECONDS } from '../partners/passwords/password.ts';
import { insertLink } from '../partners/passwords/store.ts';
import { allOf, anyOf, type Condition, exists, isAbsent, where } from '../shared/table/condition.ts';
import { type Key, welcomeKey } from '../shared/table/keys.ts';
import type { Table } from '../shared/table/table.ts';
import { change, type Item, put } from '../shared/table/transaction.ts';
import type { Recipient } from './recipient.ts';

/** Thrown when another run is sending the same e-mail now, or died meanwhile: try again later. */
export class BeingSent extends Error {}

/** The time after which a run counts as dead, in seconds; longer than the function's timeout. */
const LEASE_SECONDS = 60;

/** Creates the store that lets each e-mail with a link be sent once. */
export const linkEmailStore = (table: Table) => ({
  /**
   * Claims the e-mail and stores its link; false when it, or one that was requested later, was sent
   * before.
   * @throws {BeingSent}
   */
  claim: async (recipient: Recipient, token: string, at: Date): Promise<boolean> => {
    const { partnerId, contactId, email, purpose, requestId } = recipient;
    const seconds = Math.floor(at.getTime() / 1000);
    const sent = new Error('sent before');
    const isDone = (claim: Item | undefined) => claim?.sent === true || String(claim?.requestId ?? '') > (requestId ?? '');
    const claim = put(
      claimKey(recipient),
      { type: 'welcome', sent: false, leaseEnds: seconds + LEASE_SECONDS, ...(requestId !== undefined && { requestId }) },
      (existing) => (isDone(existing) ? sent : new BeingSent(`the e-mail to contact ${contactId} is being sent`)),
      anyOf(
        isAbsent(),
        allOf(isOf(recipient), where('sent', '=', false), where('leaseEnds', '<', seconds)),
        // Ids of later requests are larger.
        ...(requestId === undefined ? [] : [where('requestId', '<', requestId)]),
      ),
    );
    try {
      await table.commit([
        claim,
        insertLink(token, { partnerId, contactId, email }, at, purpose === 'passwordReset' ? RESET_LINK_SECONDS : LINK_SECONDS),
      ]);
      return true;
    } catch (error) {
      if (error !== sent) throw error;
      return false;
    }
  },

  /** Records that the e-mail has been sent. */
  recordSent: (recipient: Recipient): Promise<void> => updateClaim(table, recipient, { sent: true }),

  /** Releases the claim, so that the next attempt need not wait for its end. */
  release: (recipient: Recipient): Promise<void> => updateClaim(table, recipient, { leaseEnds: 0 }),
});

const claimKey = ({ purpose, contactId, partnerId }: Recipient): Key => welcomeKey(contactId, partnerId, purpose);

const isOf = ({ requestId }: Recipient): Condition =>
  requestId === undefined ? isAbsent('requestId') : where('requestId', '=', requestId);

/** Changes the claim, unless a later request has taken its place. */
const updateClaim = async (table: Table, recipient: Recipient, set: Readonly<Record<string, unknown>>): Promise<void> => {
  const superseded = new Error('superseded');
  const gone = new Error('the claim is gone');
  try {
    await table.commit([
      change(claimKey(recipient), { set }, allOf(exists(), isOf(recipient)), (existing) => (existing ? superseded : gone)),
    ]);
  } catch (error) {
    if (error !== superseded) throw error;
  }
};
