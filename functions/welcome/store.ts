import { insertLink } from '../partners/passwords/store.ts';
import { allOf, anyOf, exists, isAbsent, where } from '../shared/table/condition.ts';
import { welcomeKey } from '../shared/table/keys.ts';
import type { Table } from '../shared/table/table.ts';
import { change, put } from '../shared/table/transaction.ts';
import type { Newcomer } from './event.ts';

/** Thrown when another run is sending the same e-mail now, or died meanwhile: try again later. */
export class BeingSent extends Error {}

/** The time after which a run counts as dead, in seconds; longer than the function's timeout. */
const LEASE_SECONDS = 60;

/** Creates the store that lets a contact be welcomed once. */
export const welcomeStore = (table: Table) => ({
  /**
   * Claims the e-mail and stores its link; false when it was sent before.
   * @throws {BeingSent}
   */
  claim: async ({ partnerId, contactId, email }: Newcomer, token: string, at: Date): Promise<boolean> => {
    const seconds = Math.floor(at.getTime() / 1000);
    const sent = new Error('sent before');
    const claim = put(
      welcomeKey(contactId, partnerId),
      { type: 'welcome', sent: false, leaseEnds: seconds + LEASE_SECONDS },
      (existing) => (existing?.sent === true ? sent : new BeingSent(`the e-mail to contact ${contactId} is being sent`)),
      anyOf(isAbsent(), allOf(where('sent', '=', false), where('leaseEnds', '<', seconds))),
    );
    try {
      await table.commit([claim, insertLink(token, { partnerId, contactId, email }, at)]);
      return true;
    } catch (error) {
      if (error !== sent) throw error;
      return false;
    }
  },

  /** Records that the e-mail has been sent. */
  recordSent: (newcomer: Newcomer): Promise<void> => updateClaim(table, newcomer, { sent: true }),

  /** Releases the claim, so that the next attempt need not wait for its end. */
  release: (newcomer: Newcomer): Promise<void> => updateClaim(table, newcomer, { leaseEnds: 0 }),
});

const updateClaim = (table: Table, { contactId, partnerId }: Newcomer, set: Readonly<Record<string, unknown>>): Promise<void> =>
  table.commit([change(welcomeKey(contactId, partnerId), { set }, exists(), () => new Error('the claim is gone'))]);
