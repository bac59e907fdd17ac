import { newToken } from '../partners/passwords/password.ts';
import type { Recipient } from './recipient.ts';
import type { linkEmailStore } from './store.ts';

export interface SendDeps {
  readonly emails: ReturnType<typeof linkEmailStore>;
  /**
   * Sends the e-mail with a link that ends in the token; resolves when the mail service has
   * accepted it.
   */
  readonly send: (recipient: Recipient, token: string) => Promise<void>;
  readonly log: { info(message: string, facts: Record<string, unknown>): void };
}

/**
 * Sends an e-mail with a link once, however often it is asked to; false when it was sent before.
 * One that the mail service refused is retried. One without an answer, or whose run died before it
 * was recorded, is retried after the claim has expired. Only then can a second e-mail be sent.
 */
export const sendLink = async (recipient: Recipient, { emails, send }: SendDeps): Promise<boolean> => {
  const token = newToken();
  if (!(await emails.claim(recipient, token, new Date()))) return false;
  try {
    await send(recipient, token);
  } catch (error) {
    if (isRefusal(error)) await emails.release(recipient);
    throw error;
  }
  await emails.recordSent(recipient);
  return true;
};

/**
 * True when the mail service refused, so that no e-mail is in flight; any other error leaves that
 * open.
 */
const isRefusal = (error: unknown): boolean => (error as { readonly $fault?: string }).$fault === 'client';
