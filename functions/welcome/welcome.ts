import { newToken } from '../partners/passwords/password.ts';
import type { EventDetail } from '../shared/table/events.ts';
import { type Newcomer, newcomerOf } from './event.ts';
import type { welcomeStore } from './store.ts';

export interface WelcomeDeps {
  readonly welcomes: ReturnType<typeof welcomeStore>;
  /**
   * Sends the e-mail with a link that ends in the token; resolves when the mail service has
   * accepted it.
   */
  readonly send: (newcomer: Newcomer, token: string) => Promise<void>;
  readonly log: { info(message: string, facts: Record<string, unknown>): void };
}

/**
 * Welcomes a new contact once, however often its event arrives. An e-mail that the mail service
 * refused is retried. One without an answer, or whose run died before it was recorded, is retried
 * after the claim has expired. Only then can a second e-mail be sent.
 */
export const welcome = async (detail: EventDetail, { welcomes, send, log }: WelcomeDeps): Promise<void> => {
  const newcomer = newcomerOf(detail);
  if (!newcomer) return;
  const token = newToken();
  if (!(await welcomes.claim(newcomer, token, new Date()))) return log.info('welcomed before', { contactId: newcomer.contactId });
  try {
    await send(newcomer, token);
  } catch (error) {
    if (isRefusal(error)) await welcomes.release(newcomer);
    throw error;
  }
  await welcomes.recordSent(newcomer);
  log.info('welcomed', { contactId: newcomer.contactId, eventId: detail.metadata.eventId });
};

/**
 * True when the mail service refused, so that no e-mail is in flight; any other error leaves that
 * open.
 */
const isRefusal = (error: unknown): boolean => (error as { readonly $fault?: string }).$fault === 'client';
