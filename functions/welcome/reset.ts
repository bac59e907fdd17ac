import type { ResetRequest } from '../partners/passwords/reset-requests.ts';
import type { Recipient } from './recipient.ts';
import { type SendDeps, sendLink } from './send-link.ts';

export interface ResetDeps extends SendDeps {
  /** Finds the contact that may sign in with a user name; nothing when there is none. */
  readonly find: (userName: string) => Promise<Omit<Recipient, 'purpose' | 'requestId'> | undefined>;
}

/** Sends a contact that may sign in a link to set its password, once for each request. */
export const resetPassword = async ({ userName, requestId }: ResetRequest, deps: ResetDeps): Promise<void> => {
  const contact = await deps.find(userName);
  // The user name is not logged: people type passwords into the wrong field.
  if (!contact) return deps.log.info('no password link', { resetId: requestId });
  const { contactId } = contact;
  const sent = await sendLink({ ...contact, purpose: 'passwordReset', requestId }, deps);
  deps.log.info(sent ? 'password link sent' : 'password link sent before', { contactId, resetId: requestId });
};
